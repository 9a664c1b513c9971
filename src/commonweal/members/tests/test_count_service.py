"""members.count_service: services done without a share are counted."""

from commonweal.members import actions as members


def test_it_counts_one_for_each(amina, bram, carla, by, at):
    members.count_service(members=[amina], by=by, at=at)
    counted = members.count_service(members=[amina, bram], by=by, at=at)
    assert [member.services_used for member in counted] == [2, 1]
    carla.refresh_from_db()
    assert carla.services_used == 0
