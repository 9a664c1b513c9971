"""The queue looks after itself: what a killed worker held is taken up again."""

from procrastinate.contrib.django import app


@app.periodic(cron="* * * * * */15")
@app.task(name="kernel.take_up_again", queueing_lock="kernel.take_up_again")
async def take_up_again(timestamp: int = 0) -> None:
    """
    Queue again the jobs whose worker gave no sign of life for half a minute.

    Every job of the house may therefore run twice; each looks first what is already done.
    """
    for job in await app.job_manager.get_stalled_jobs():
        await app.job_manager.retry_job(job)
