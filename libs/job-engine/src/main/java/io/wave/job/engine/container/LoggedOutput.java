package io.wave.job.engine.container;

import io.wave.job.engine.log.JobLog;
import io.wave.job.engine.plan.ContainerRun;
import io.wave.job.engine.runner.Attempt;
import io.wave.job.engine.tool.OutputFilter;

/** The output of a container in the log of its job. */
final class LoggedOutput implements ContainerListener {

    private final ContainerRun run;
    private final Attempt attempt;
    private final JobLog log;
    private OutputFilter filter = OutputFilter.NONE;

    LoggedOutput(ContainerRun run, Attempt attempt) {
        this.run = run;
        this.attempt = attempt;
        this.log = attempt.log();
    }

    @Override
    public void started() {
        append(filter.rest());
        filter = run.output();
    }

    @Override
    public void output(byte[] bytes, int length) {
        append(filter.keep(bytes, length));
    }

    /** The rest of the output. */
    @Override
    public void ended() {
        append(filter.rest());
    }

    @Override
    public boolean queued() {
        return attempt.queued();
    }

    @Override
    public void dequeued() {
        attempt.dequeued();
    }

    @Override
    public void note(String line) {
        log.line(line);
    }

    @Override
    public void tick() {
        run.observe();
    }

    private void append(byte[] text) {
        log.append(text, text.length);
    }
}
