package io.wave.builder.buildah;

import io.wave.build.BuildSpec;
import io.wave.builder.condalock.LockFiles;
import io.wave.builder.containerfile.MountRules;
import io.wave.builder.containerfile.NamedImages;
import io.wave.builder.context.ContextFiles;
import io.wave.builder.image.ImageBuilder;
import io.wave.builder.image.ImageCheck;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.job.engine.outcome.JobFailedException;
import io.wave.job.engine.plan.Plan;
import io.wave.job.engine.plan.Work;
import io.wave.registry.RegistryClient;
import io.wave.registry.access.RegistryAccess;
import io.wave.registry.error.RegistryException;
import io.wave.token.RequestRecord;
import io.wave.worker.egress.ToolEgress;
import io.wave.worker.registry.RegistryCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The inputs of a {@code buildah} build: the complete context, configuration and credentials. */
public final class BuildInputs implements ImageBuilder {

    private static final Logger logger = LoggerFactory.getLogger(BuildInputs.class);

    private final BuildahProperties properties;
    private final ContextFiles contextFiles;
    private final RegistryFiles registries;
    private final Buildah buildah;
    private final ToolEgress egress;
    private final LockFiles lockFiles;
    private final ImageCheck check;
    private final RegistryClient client;

    public BuildInputs(
            BuildahProperties properties,
            ContextFiles contextFiles,
            RegistryFiles registries,
            Buildah buildah,
            ToolEgress egress,
            LockFiles lockFiles,
            ImageCheck check,
            RegistryClient client) {
        this.properties = properties;
        this.contextFiles = contextFiles;
        this.registries = registries;
        this.buildah = buildah;
        this.egress = egress;
        this.lockFiles = lockFiles;
        this.check = check;
        this.client = client;
    }

    @Override
    public Plan.Steps prepare(BuildSpec spec, NamedImages named, Work work) throws IOException, InterruptedException {
        requireTrust(spec);
        BuildahSyntax.check(spec, Buildah::version);
        MountRules.check(spec.containerFile());
        CompressionRules.check(spec.compression());
        BuildFolder folder = BuildFolder.create(work.folder());
        Optional<String> cache = cache(spec, named, work);
        fill(spec, named, cache, folder, work);
        return new BuildSteps(spec, folder, buildah, registries, cache, egress.open(), lockFiles, check, work);
    }

    private Optional<String> cache(BuildSpec spec, NamedImages named, Work work) throws InterruptedException {
        Optional<String> repository = LayerCache.of(spec);
        if (repository.isEmpty()) {
            return repository;
        }
        try {
            List<Digest> bases = new ArrayList<>();
            for (ImageReference image : named.images()) {
                bases.add(RegistryCalls.await(client.resolve(image, new RegistryAccess(spec.tenant())))
                        .digest());
            }
            return repository.map(name -> LayerCache.ofBases(name, spec.work(), bases));
        } catch (RegistryException | NoSuchElementException notFound) {
            work.log().line("The layer cache %s is not used: a base image was not found".formatted(repository.get()));
            return Optional.empty();
        }
    }

    /** Says once which callers this worker builds for. */
    public void logTrust() {
        if (properties.trustCallers()) {
            logger.atWarn()
                    .log(
                            "wave.build.buildah.trust-callers is true: RUN steps of all callers can reach the files of this worker");
        } else {
            logger.atWarn()
                    .log("Container files of anonymous callers are refused, since buildah does not isolate RUN steps:"
                            + " install BuildKit, or set wave.build.buildah.trust-callers to true");
        }
    }

    private void requireTrust(BuildSpec spec) {
        if (!properties.trustCallers() && spec.tenant().equals(RequestRecord.ANONYMOUS)) {
            throw new JobFailedException(
                    "build failed: containerFile: this build worker has buildah only, which does not isolate RUN steps from it,"
                            + " and builds nothing for anonymous callers; ask the operator to install BuildKit or, if all"
                            + " callers can be trusted, to set wave.build.buildah.trust-callers to true");
        }
    }

    private void fill(BuildSpec spec, NamedImages named, Optional<String> cache, BuildFolder folder, Work work)
            throws IOException, InterruptedException {
        contextFiles.fill(spec, work, folder.temporary(), folder.context(), folder.ignoreFile());
        Files.writeString(folder.containerFile(), spec.containerFile());
        registries.write(spec, named.images(), cache, folder);
        buildah.writeSettings(folder);
    }
}
