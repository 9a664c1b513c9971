"""
A Peppol network on this machine, for demo and tests: a register of participants, an access point
that takes messages, and receivers that answer them as real ones do. It also misbehaves, on
request and always the same.

`register("0208:0403019261", behaviour)` enters a participant; who is not entered is not found.
The behaviour says what becomes of the messages to it:

    accept      taken; answered with a positive Message Level Status when asked
    reject      taken; answered with a negative one and its reason
    object      taken and accepted; then the buyer refuses by an Invoice Response in our inbox
    late        taken; answered after two days of the house's clock
    duplicate   taken; each question is answered twice, long after the first answer too
    malformed   taken; the first answer cannot be read, the second can
    leaving     found in the register, and gone when the message comes
    wrong       the access point reads the message and will not send it
    lost        taken, and the connection is cut before the answer
    timeout     no answer at all, and not taken
    silent      taken; never answered

`plan(*behaviours)` says what happens to the next messages instead, whoever gets them;
`down(True)` lets nothing through, either way, until `down(False)`. `deliver(content, times=2)`
puts a message in our inbox, as often as said; `is_in_inbox` and `taken` look inside.

With a `memory`, a file, it is one network for all processes of a demo, over a restart too.
"""

from commonweal.peppol.simulator._network import BEHAVIOURS, Simulator

__all__ = ["BEHAVIOURS", "Simulator"]
