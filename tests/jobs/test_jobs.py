"""Background work: a row that is claimed once, survives its worker, and ends where a person sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.models import Team
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.embedded.redis import RedisServer
from pitservice.jobs import actions, bell, registry, selectors, tasks
from pitservice.jobs.enums import JobState
from pitservice.jobs.models import Heartbeat, Job
from tests.make.accounts import BY, make_team, make_user, viewer_of

pytestmark = pytest.mark.django_db

Handle = Callable[[Job], str]


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def handler() -> Iterator[Callable[[Handle], None]]:
    """Register what jobs of kind "test" do; forgotten afterwards."""
    kept = dict(registry._HANDLERS)
    yield lambda handle: registry.register("test", handle)
    registry._HANDLERS.clear()
    registry._HANDLERS.update(kept)


def start(team: Team, **more: Any) -> Job:
    given: dict[str, Any] = {"kind": "test", "title": "Import of 3 rows", "payload": {"x": 1}, "by": BY}
    return actions.start(team=team, **(given | more))


def work() -> bool:
    return actions.work_one(by=BY)


def state(job: Job) -> tuple[str, int, str]:
    job.refresh_from_db()
    return job.state, job.attempts, job.note


def test_a_job_is_done_once_and_says_how_it_went(team: Team, handler: Callable[[Handle], None]) -> None:
    done: list[dict[str, Any]] = []
    handler(lambda job: done.append(job.payload) or "3 rows were read.")
    job = start(team)

    assert (work(), work()) == (True, False)

    assert state(job) == ("done", 1, "3 rows were read.")
    assert done == [{"x": 1}]
    assert job.finished_on is not None
    assert job.lease_until is None


def test_a_job_waits_for_its_time(team: Team, handler: Callable[[Handle], None]) -> None:
    handler(lambda _: "")
    job = start(team, not_before=timezone.now() + timedelta(hours=1))

    assert not work()
    assert state(job)[0] == "queued"


def test_the_oldest_is_done_first(team: Team, handler: Callable[[Handle], None]) -> None:
    order: list[str] = []
    handler(lambda job: order.append(job.title) or "")
    now = timezone.now()
    start(team, title="second", not_before=now - timedelta(minutes=1))
    start(team, title="first", not_before=now - timedelta(minutes=2))

    while work():
        pass

    assert order == ["first", "second"]


def test_the_same_key_makes_one_job(team: Team) -> None:
    assert start(team, dedupe_key="letter:1") == start(team, dedupe_key="letter:1")
    assert start(team) != start(team)
    assert Job.objects.count() == 3


def test_a_failure_is_tried_again_later_and_then_stands_in_the_failed_list(
    team: Team, handler: Callable[[Handle], None], caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: Job) -> str:
        raise RuntimeError("the printer is on fire, and Aisha Khan is in the room")

    handler(fail)
    job = start(team)

    for attempt in (1, 2):
        work()
        assert state(job) == ("queued", attempt, "")
        assert job.not_before > timezone.now() + timedelta(seconds=25 * attempt)
        Job.objects.update(not_before=timezone.now())
    work()

    assert state(job) == ("failed", 3, "It did not work. The reason is in the system's log.")


def test_a_refusal_is_not_tried_again_and_its_sentence_is_kept(team: Team, handler: Callable[[Handle], None]) -> None:
    def refuse(_: Job) -> str:
        raise Refused("No font here has this letter.")

    handler(refuse)
    job = start(team)
    work()

    assert state(job) == ("failed", 1, "No font here has this letter.")


def test_a_kind_that_nobody_registered_fails_where_it_is_seen(team: Team) -> None:
    job = start(team, kind="nobody.knows")
    for _ in range(3):
        work()
        Job.objects.update(not_before=timezone.now())

    assert state(job)[0] == "failed"


def test_a_job_whose_worker_died_is_claimed_again_when_its_lease_is_over(
    team: Team, handler: Callable[[Handle], None]
) -> None:
    handler(lambda _: "done after all")
    job = start(team)
    assert actions.claim(by=BY) == job
    assert not work()

    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert work()

    assert state(job) == ("done", 2, "done after all")


def test_a_job_that_keeps_killing_its_worker_is_given_up(team: Team) -> None:
    job = start(team)
    for _ in range(3):
        assert actions.claim(by=BY) == job
        Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))

    assert actions.claim(by=BY) is None
    assert state(job) == (
        "failed",
        3,
        "It was interrupted too often. Start it again, or ask who looks after the system.",
    )


@pytest.mark.parametrize("ends", ["well", "badly"])
def test_a_worker_that_was_thought_dead_changes_nothing_when_it_comes_back(
    team: Team, handler: Callable[[Handle], None], ends: str
) -> None:
    def slow(job: Job) -> str:
        Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        assert actions.claim(by=BY) == job  # another worker took it over
        if ends == "badly":
            raise RuntimeError
        return "the first worker's note"

    handler(slow)
    job = start(team)
    work()

    assert state(job) == ("running", 2, "")
    assert job.lease_until is not None


def test_progress_keeps_the_lease(team: Team) -> None:
    start(team)
    job = actions.claim(by=BY)
    assert job is not None
    Job.objects.update(lease_until=timezone.now() + timedelta(seconds=1))

    actions.progress(job=job, done=78, total=360, by=BY)

    job.refresh_from_db()
    assert (job.done, job.total) == (78, 360)
    assert job.lease_until is not None
    assert job.lease_until > timezone.now() + timedelta(minutes=4)


def test_a_person_starts_a_failed_job_again(team: Team, handler: Callable[[Handle], None]) -> None:
    handler(lambda _: "worked")
    job = start(team)
    Job.objects.update(state=JobState.FAILED, attempts=3, note="It did not work.", finished_on=timezone.now())

    actions.start_again(job=job, by=BY)
    assert state(job) == ("queued", 0, "")
    assert job.finished_on is None
    work()

    assert state(job) == ("done", 1, "worked")


def test_only_a_failed_job_is_started_again(team: Team) -> None:
    with pytest.raises(Refused, match="has not failed"):
        actions.start_again(job=start(team), by=BY)


def test_a_person_sees_what_they_started_and_what_failed_in_their_teams(team: Team) -> None:
    admin = make_user(RoleName.ADMINISTRATOR, team)
    mine = start(team, by=admin.actor)
    failed = start(team)
    elsewhere = start(make_team(), by=admin.actor)
    Job.objects.filter(pk__in=[failed.pk, elsewhere.pk]).update(state=JobState.FAILED)

    viewer = viewer_of(admin, Permission.SEE_JOBS)

    assert list(selectors.running(viewer)) == [mine]
    assert list(selectors.failed(viewer)) == [failed]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_never_do_the_same_job(handler: Callable[[Handle], None]) -> None:
    done: list[str] = []
    handler(lambda job: done.append(job.title) or "")
    team = make_team()
    for number in range(24):
        start(team, title=f"{number}")

    def worker(_: int) -> None:
        try:
            while actions.work_one(by=Actor.system("worker")):
                pass
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(worker, range(4)))

    assert sorted(done, key=int) == [f"{number}" for number in range(24)]
    assert set(Job.objects.values_list("state", "attempts")) == {("done", 1)}


def test_the_task_does_what_is_due(team: Team, handler: Callable[[Handle], None]) -> None:
    handler(lambda _: "")
    jobs = [start(team) for _ in range(3)]

    tasks.work()

    assert {state(job)[0] for job in jobs} == {"done"}


def test_the_heartbeat_shows_that_clock_and_worker_are_alive() -> None:
    tasks.heartbeat()
    tasks.heartbeat()

    assert sorted(Heartbeat.objects.values_list("name", flat=True)) == ["beat", "worker"]


def test_the_bell_rings_after_commit_and_not_after_a_rollback(
    team: Team, redis_server: RedisServer, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        start(team)
        with transaction.atomic():
            start(team)
            transaction.set_rollback(True)

    assert len(callbacks) == 1


def test_many_rings_in_one_transaction_are_one(team: Team, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        for _ in range(5):
            start(team)
        bell.ring("jobs.heartbeat")

    assert len(callbacks) == 2


def test_a_ring_in_what_was_rolled_back_stands_for_no_other(
    team: Team, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        with transaction.atomic():
            start(team)
            transaction.set_rollback(True)
        start(team)

    assert len(callbacks) == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_doorbell_work_is_kept_and_nobody_is_troubled(
    redis_server: RedisServer, handler: Callable[[Handle], None]
) -> None:
    handler(lambda _: "")
    redis_server.stop()
    try:
        with transaction.atomic():
            job = start(make_team())
        bell.ring_now("jobs.work")
    finally:
        redis_server.start()

    assert state(job)[0] == "queued"
    assert work()
    bell.ring_now("jobs.work")
