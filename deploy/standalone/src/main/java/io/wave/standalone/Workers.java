package io.wave.standalone;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * The services that run builds, mirrors and scans. They are started in parallel after the services that handle requests, since
 * nobody waits for them: a job that is requested before they are running waits in Kafka.
 */
final class Workers implements AutoCloseable {

    private static final Service BUILD_ORCHESTRATOR =
            new Service("build-orchestrator", "io.wave.builder.BuildOrchestratorApplication");
    private static final Service MIRROR_WORKER =
            new Service("mirror-worker", "io.wave.mirroring.MirrorWorkerApplication");
    private static final Service SCAN_WORKER = new Service("scan-worker", "io.wave.scanner.ScanWorkerApplication");

    private final CompletableFuture<List<RunningService>> services;

    private Workers(CompletableFuture<List<RunningService>> services) {
        this.services = services;
    }

    /**
     * Returns at once.
     *
     * @param failed called if one of them cannot be started, after the others were stopped
     */
    static Workers start(
            ServiceArguments arguments,
            Path folder,
            Progress progress,
            ServerHealth health,
            Consumer<Throwable> failed) {
        CompletableFuture<List<RunningService>> services = CompletableFuture.supplyAsync(
                        () -> startAll(arguments, folder, progress, health),
                        task -> Thread.ofPlatform().name("workers").start(task))
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        failed.accept(failure instanceof CompletionException ? failure.getCause() : failure);
                    }
                });
        return new Workers(services);
    }

    /** Starts them again if a server was lost meanwhile; none if the product is stopping. */
    private static List<RunningService> startAll(
            ServiceArguments arguments, Path folder, Progress progress, ServerHealth health) {
        while (true) {
            int losses = health.losses();
            try {
                return startAll(arguments, folder, progress);
            } catch (RuntimeException failed) {
                if (health.losses() == losses) {
                    throw failed;
                }
            }
            progress.say("Workers could not be started because a server was lost, starting them again");
            if (!health.awaitServers()) {
                return List.of();
            }
        }
    }

    private static List<RunningService> startAll(ServiceArguments arguments, Path folder, Progress progress) {
        ParallelStart starts = new ParallelStart(progress);
        List<CompletableFuture<RunningService>> workers = new ArrayList<>();
        workers.add(start(starts, BUILD_ORCHESTRATOR, folder, arguments.buildOrchestrator()));
        workers.add(start(starts, MIRROR_WORKER, folder, arguments.mirrorWorker()));
        if (arguments.scans()) {
            workers.add(start(starts, SCAN_WORKER, folder, arguments.scanWorker()));
        }
        starts.await();
        progress.say("All services are up");
        return workers.stream().map(CompletableFuture::join).toList();
    }

    private static CompletableFuture<RunningService> start(
            ParallelStart starts, Service service, Path folder, List<String> arguments) {
        return starts.start(service.name(), () -> service.start(folder, arguments, () -> {}));
    }

    /** Stops them; a start in progress is completed first. */
    @Override
    public void close() {
        services.handle((running, _) -> running == null ? List.<RunningService>of() : running)
                .join()
                .reversed()
                .forEach(worker -> Closing.within(RunningService.STOP_LIMIT, worker));
    }
}
