package io.wave.job.engine.process;

import io.wave.job.engine.guard.GuardedProcess;
import io.wave.job.engine.plan.Plan;
import io.wave.job.engine.tool.ToolIo;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows a step what its tool reads and writes, about once a second, and ends the tool if the step says so. */
final class ToolWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ToolWatch.class);
    private static final long PERIOD_MILLIS = 1000;

    private final Predicate<ToolIo> observer;
    private final GuardedProcess tool;
    private final String program;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean ended;

    private ToolWatch(Predicate<ToolIo> observer, String program, GuardedProcess tool) {
        this.observer = observer;
        this.program = program;
        this.tool = tool;
    }

    /** Starts to observe a tool, if the step does. */
    static ToolWatch start(Plan.Step step, String program, GuardedProcess tool) {
        ToolWatch watch = new ToolWatch(step.observer().orElse(_ -> true), program, tool);
        if (step.observer().isPresent()) {
            Thread.ofPlatform().daemon().name("watch-" + program).start(watch::watch);
        }
        return watch;
    }

    private void watch() {
        try {
            while (!closed.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS)) {
                if (!observer.test(ToolIo.of(tool.processes(), program))) {
                    ended = true;
                    tool.stop();
                    return;
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failed) {
            log.atError().setCause(failed).addKeyValue("program", program).log("A tool is no longer observed");
        }
    }

    /** Whether the step has ended the tool. */
    boolean hasEnded() {
        return ended;
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
