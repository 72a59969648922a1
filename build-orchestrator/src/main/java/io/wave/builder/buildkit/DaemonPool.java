package io.wave.builder.buildkit;

import io.wave.job.engine.log.JobLog;
import io.wave.job.engine.outcome.JobDisruptedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The external daemons, at {@code wave.build.buildkit.address}. Each has a state of its own, so the builds of a base image use
 * the same one as long as it accepts connections: the first in the {@link Rendezvous} order of the base image.
 */
final class DaemonPool {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final List<String> daemons;
    private final DaemonProbe probe;
    private final Duration patience;

    /** @param patience how long a build waits for a daemon if none accepts connections */
    private DaemonPool(List<DaemonAddress> daemons, DaemonProbe probe, Duration patience) {
        this.daemons = daemons.stream().map(DaemonAddress::text).distinct().toList();
        this.probe = probe;
        this.patience = patience;
    }

    /** All daemons that are configured; empty if none is. */
    static Optional<DaemonPool> of(BuildKitProperties properties) {
        return of(properties, properties.externalAddresses());
    }

    /** Those that containers can reach. */
    static Optional<DaemonPool> ofContainers(BuildKitProperties properties) {
        return of(
                properties,
                properties.externalAddresses().stream()
                        .filter(DaemonAddress::isRemote)
                        .toList());
    }

    private static Optional<DaemonPool> of(BuildKitProperties properties, List<DaemonAddress> daemons) {
        DaemonProbe probe = new DaemonProbe(ClientCertificates.of(properties.tls()));
        return daemons.isEmpty()
                ? Optional.empty()
                : Optional.of(new DaemonPool(daemons, probe, properties.startTimeout()));
    }

    /**
     * The daemon for a build. The log says which one, if there are several.
     *
     * @throws JobDisruptedException if none accepts connections for some time
     */
    DaemonAddress choose(String base, JobLog log) throws InterruptedException {
        long start = System.nanoTime();
        while (true) {
            List<String> refusals = new ArrayList<>();
            Optional<DaemonAddress> reachable = firstReachable(base, refusals);
            if (reachable.isPresent()) {
                report(reachable.get(), refusals, log);
                return reachable.get();
            }
            if (System.nanoTime() - start >= patience.toNanos()) {
                throw new JobDisruptedException("no BuildKit daemon accepts connections (wave.build.buildkit.address): "
                        + String.join("; ", refusals));
            }
            Thread.sleep(PAUSE);
        }
    }

    /** @param refusals gets why those before it are not reachable */
    private Optional<DaemonAddress> firstReachable(String base, List<String> refusals) {
        for (String address : Rendezvous.order(base, daemons)) {
            DaemonAddress daemon = new DaemonAddress(address);
            Optional<String> refusal = probe.refusal(daemon);
            if (refusal.isEmpty()) {
                return Optional.of(daemon);
            }
            refusals.add("%s: %s".formatted(daemon, refusal.get()));
        }
        return Optional.empty();
    }

    private void report(DaemonAddress daemon, List<String> refusals, JobLog log) {
        refusals.forEach(refusal -> log.line("BuildKit daemon not reachable, using the next one: " + refusal));
        if (daemons.size() > 1) {
            log.line("BuildKit daemon: " + daemon);
        }
    }
}
