"""
The verbs of the command line. A verb is a module beside this one: HELP, add_arguments, run,
needs_database. Only the verb that is called is imported, so that pure ones answer at once.
A verb of two words is written with a dash.
"""

import argparse
import errno
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from types import ModuleType
from typing import NoReturn

from commonweal.sites.cli._trouble import Trouble

VERBS = (
    "bank",
    "clock",
    "copyright",
    "declarations",
    "dump",
    "einvoice",
    "guarantee",
    "identifiers",
    "invite",
    "ledger",
    "migrate",
    "payments",
    "payslip",
    "restore",
    "rules",
    "vat",
    "worker",
    "year_end",
)
FAILED, WRONG, INTERRUPTED, BROKEN_PIPE = 1, 2, 130, 141


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, without the whole usage before it."""

    def error(self, message: str) -> NoReturn:
        """Refuse the arguments."""
        self.exit(WRONG, f"{self.prog}: {message}. `{self.prog} --help` tells more.\n")


def run(arguments: Sequence[str], *, open_house: Callable[[], None]) -> int:
    """
    Run `arguments` (a verb and what follows) and return the exit code.

    Expected troubles (a refusal, a file that is not there, Ctrl-C, a closed pipe, a full disk)
    end in a sentence or in silence, never in a traceback. `open_house` makes the database ready.
    """
    _replace_closed()
    try:
        code = _run(arguments, open_house)
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _drop_output()
        return BROKEN_PIPE
    except OSError as error:
        if error.filename is not None:
            return _refuse(f"{error.filename}: {error.strerror}.")
        if error.errno != errno.ENOSPC:
            raise
        _drop_output()
        print(f"Make room and try again: {error.strerror}.", file=sys.stderr)
        return FAILED


def _replace_closed() -> None:
    """Who starts us with an output closed (>&-) does not want to read it."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w"))  # noqa: SIM115 - open to the end


def _drop_output() -> None:
    """Let what is left to print go nowhere, so that Python does not fail again when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(arguments: Sequence[str], open_house: Callable[[], None]) -> int:
    verb, *rest = arguments or [""]
    if verb in ("-h", "--help", "help"):
        print(_overview())
        return 0
    if verb.replace("-", "_") not in VERBS:
        return _refuse((f"There is no verb “{verb}”.\n" if verb else "") + _overview())
    module = import_module(f"commonweal.sites.cli.{verb.replace('-', '_')}")
    parser = Parser(prog=f"commonweal {verb}", description=_sentence(module.HELP))
    module.add_arguments(parser)
    try:
        options = parser.parse_args(rest)
    except SystemExit as told:  # the help, or what is wrong with the arguments
        return int(told.code or 0)
    return _perform(module, options, open_house)


def _perform(
    module: ModuleType, options: argparse.Namespace, open_house: Callable[[], None]
) -> int:
    from commonweal.kernel.refusals import Refusal

    if module.needs_database(options):
        open_house()
        _speak()
    try:
        code: int = module.run(options)
    except Refusal as refusal:
        return _refuse(_told(refusal))
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return FAILED
    return code


def _told(refusal: Exception) -> str:
    """Sentences are translated by Django, which a verb without a database has not set up."""
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()
        _speak()
    return str(refusal)


def _speak() -> None:
    """Speak the language of the terminal where we know it, else English."""
    from django.conf import settings
    from django.utils import translation

    told = next((os.environ[n] for n in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(n)), "")
    known = told[:2] in dict(settings.LANGUAGES)
    translation.activate(told[:2] if known else "en")


def _overview() -> str:
    verbs = {verb: import_module(f"commonweal.sites.cli.{verb}").HELP for verb in VERBS}
    lines = [f"  {verb.replace('_', '-'):<10} {text}" for verb, text in verbs.items()]
    return "\n".join(["Usage: commonweal VERB ... (VERB --help tells more)", "", *lines])


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:].rstrip(".") + "."


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return WRONG
