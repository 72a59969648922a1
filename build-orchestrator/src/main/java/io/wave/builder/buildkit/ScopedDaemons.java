package io.wave.builder.buildkit;

import io.wave.background.Background;
import io.wave.job.engine.outcome.JobFailedException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * The daemons of builds that use images which only some callers can read: one for each access scope. A daemon starts with the
 * first build of its scope, is shared by those that run at the same time, and stays for some time after the last one. It is
 * never used for another scope.
 */
final class ScopedDaemons implements AutoCloseable {

    private static final String END = "buildkit-end";
    private static final String SWEEP = "buildkit-sweep";
    private static final long SWEEP_MINUTES = 10;

    private final Supplier<? extends BuildKit> daemons;
    private final BuildKitProperties.Restricted properties;
    private final ScheduledExecutorService background;
    private final Set<BuildKit> running = ConcurrentHashMap.newKeySet();
    /** The least recently used one is the first. */
    private final Map<String, Scoped> usable = new LinkedHashMap<>();

    private boolean closed;

    /** The daemon of a scope. */
    private static final class Scoped {

        private final String scope;
        private final BuildKit daemon;
        private int builds;
        private long uses;

        Scoped(String scope, BuildKit daemon) {
            this.scope = scope;
            this.daemon = daemon;
        }
    }

    /**
     * None is started yet.
     *
     * @param daemons makes a daemon with an empty state, which is removed when the daemon is closed
     * @param sweep removes what workers that were killed have left; repeated, since other workers of the machine may be killed
     */
    ScopedDaemons(Supplier<? extends BuildKit> daemons, Runnable sweep, BuildKitProperties.Restricted properties) {
        this.daemons = daemons;
        this.properties = properties;
        this.background = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("buildkit-scopes").factory());
        var _ = background.scheduleWithFixedDelay(Background.task(SWEEP, sweep), 0, SWEEP_MINUTES, TimeUnit.MINUTES);
    }

    /** The daemon of a scope, which does not end before this use of it is closed. */
    synchronized BuildKit of(String scope) {
        if (closed) {
            throw new JobFailedException(OwnDaemon.STOPPING);
        }
        Scoped used = usable.computeIfAbsent(scope, this::create);
        used.builds++;
        used.uses++;
        return new Use(used);
    }

    private Scoped create(String scope) {
        BuildKit daemon = daemons.get();
        running.add(daemon);
        return new Scoped(scope, daemon);
    }

    private synchronized void release(Scoped used) {
        used.builds--;
        if (closed || used.builds > 0) {
            return;
        }
        usable.remove(used.scope);
        usable.put(used.scope, used);
        List<Scoped> idle =
                usable.values().stream().filter(each -> each.builds == 0).toList();
        idle.stream().limit(Math.max(0, idle.size() - properties.maxIdle())).forEach(this::end);
        long use = used.uses;
        var _ = background.schedule(
                Background.task(END, () -> endUnlessUsed(used, use)),
                properties.idleTimeout().toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private synchronized void endUnlessUsed(Scoped idle, long use) {
        if (idle.uses == use && usable.get(idle.scope) == idle) {
            end(idle);
        }
    }

    /** The next build of its scope gets another daemon. */
    private void end(Scoped idle) {
        usable.remove(idle.scope);
        background.execute(Background.task(END, () -> close(idle.daemon)));
    }

    private void close(BuildKit daemon) {
        daemon.close();
        running.remove(daemon);
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            usable.clear();
        }
        background.shutdownNow();
        running.forEach(this::close);
    }

    /** What one build has. */
    private final class Use implements BuildKit {

        private final Scoped used;
        private final AtomicBoolean closed = new AtomicBoolean();

        Use(Scoped used) {
            this.used = used;
        }

        @Override
        public Access open(Collection<String> servers) throws InterruptedException {
            return used.daemon.open(servers);
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                release(used);
            }
        }
    }
}
