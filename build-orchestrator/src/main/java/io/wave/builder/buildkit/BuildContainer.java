package io.wave.builder.buildkit;

import io.wave.build.BuildSpec;
import io.wave.builder.containerfile.NamedImages;
import io.wave.builder.context.InvalidContextException;
import io.wave.builder.context.PackedFolder;
import io.wave.image.ImageReference;
import io.wave.job.engine.outcome.JobFailedException;
import io.wave.job.engine.outcome.Outcome;
import io.wave.job.engine.plan.Container;
import io.wave.job.engine.plan.ContainerRun;
import io.wave.job.engine.plan.Work;
import io.wave.job.engine.tool.OutputFilter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * A build by BuildKit in a container, which gets the files of the build from the object store and pushes the image by its
 * digest. Then the image is checked and tagged.
 */
final class BuildContainer implements ContainerRun {

    private static final int CAUSE_LINES = 50;

    private static final String FILES = "build";
    private static final BuildKitFolder FOLDER = new BuildKitFolder(Path.of(Container.WORK, FILES));
    private static final List<String> PROXIES =
            List.of("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy");

    private final BuildSpec spec;
    private final NamedImages named;
    private final BuildContainers builds;
    private final ContainerDaemon daemon;
    private final Work work;
    private ProgressLog progress;

    BuildContainer(BuildSpec spec, NamedImages named, BuildContainers builds, ContainerDaemon daemon, Work work) {
        this.spec = spec;
        this.named = named;
        this.builds = builds;
        this.daemon = daemon;
        this.work = work;
        this.progress = ProgressLog.followed(builds.json(), work);
    }

    @Override
    public Container container() throws IOException, InterruptedException {
        try {
            builds.sources().require(named);
            BuildKitFiles.Written written = builds.files().write(spec, named, work);
            boolean printsLock = BuildKitFiles.writeReprint(spec, written.folder());
            BuildKitFolder folder = written.folder();
            URI files = PackedFolder.of(
                            folder.root(),
                            List.of(folder.context(), folder.files(), folder.sourcePolicy()),
                            folder.temporary())
                    .store(builds.store(), spec.runTimeout(), work);
            return container(written, files, printsLock);
        } catch (InvalidContextException invalid) {
            throw new JobFailedException("build failed: " + invalid.getMessage());
        }
    }

    private Container container(BuildKitFiles.Written written, URI files, boolean printsLock)
            throws InterruptedException {
        Map<String, String> environment = new HashMap<>(builds.egress().environment());
        Buildctl.Options options = new Buildctl.Options(
                builds.configuration().location(spec.target()),
                builds.files().arguments(written.cache(), cacheArguments(printsLock)),
                new Frontends(builds.properties().frontends()).of(spec, work),
                builds.properties().rewriteTimestamps() && written.cache().isEmpty());
        List<String> command = command(access(environment), options, printsLock);
        environment.put("DOCKER_CONFIG", Container.SECRETS);
        environment.put("LANG", "C.UTF-8");
        return new Container(
                daemon.tool(),
                command,
                environment,
                builds.egress().with(secrets(written)),
                Map.of(FILES + ".tar.gz", files),
                Map.of(),
                Optional.of(FILES + "/" + FOLDER.metadata().getFileName()),
                Optional.of(spec.platform()));
    }

    /** The build, and after it the steps that print its lock file again if the daemon may have had them in its cache. */
    private List<String> command(BuildKit.Access access, Buildctl.Options options, boolean printsLock) {
        List<String> build = Buildctl.build(access, spec, options, FOLDER);
        if (!printsLock || !daemon.hasCache()) {
            return build;
        }
        List<String> reprint = Buildctl.reprint(access, spec, options.withCache(List.of()), FOLDER);
        return Container.inOrder(
                List.of(build, List.of("echo", ProgressLog.REPRINT), Container.allowedToFail(reprint)));
    }

    /** A build whose steps are in the cache does not print its lock file, so such a build does not read it. */
    private static BiFunction<ImageReference, String, List<String>> cacheArguments(boolean printsLock) {
        return printsLock ? RegistryCache::writingArguments : RegistryCache::arguments;
    }

    private Map<String, String> secrets(BuildKitFiles.Written written) {
        Map<String, String> secrets = new HashMap<>(daemon.secrets());
        secrets.put("config.json", builds.configuration().credentials(spec, written.images()));
        return secrets;
    }

    /** How the container uses its daemon. Steps get the proxy of the operator. */
    private BuildKit.Access access(Map<String, String> environment) throws InterruptedException {
        Map<String, String> options = new HashMap<>(builds.networkOptions());
        PROXIES.stream()
                .filter(environment::containsKey)
                .forEach(name -> options.put("build-arg:" + name, environment.get(name)));
        return new BuildKit.Access(
                daemon.client(spec, named, work.log()),
                Map.of(),
                options,
                _ -> Optional.empty(),
                BuildKit.Endings.UNKNOWN);
    }

    @Override
    public OutputFilter output() {
        progress = ProgressLog.followed(builds.json(), work);
        return progress;
    }

    @Override
    public Outcome succeeded(String message) throws IOException, InterruptedException {
        progress.lockFile().ifPresent(lock -> builds.lockFiles().keep(work.jobId(), lock, work.log()));
        return builds.image(spec, work).release(message, progress);
    }

    @Override
    public Outcome failed(int exitCode) {
        if (daemon instanceof ContainerDaemon.Pooled && progress.lostDaemon()) {
            return BuildKitFailure.ofLostDaemon(progress);
        }
        return BuildKitFailure.of(
                spec,
                progress,
                BuildKit.Endings.UNKNOWN,
                Optional.empty(),
                exitCode,
                work.log().lastLines(CAUSE_LINES));
    }

    @Override
    public void close() {}
}
