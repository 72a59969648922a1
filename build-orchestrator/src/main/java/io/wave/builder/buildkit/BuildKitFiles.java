package io.wave.builder.buildkit;

import io.wave.build.BuildSpec;
import io.wave.builder.condalock.LockReprint;
import io.wave.builder.containerfile.NamedImages;
import io.wave.builder.context.ContextFiles;
import io.wave.image.ImageReference;
import io.wave.job.engine.plan.Work;
import io.wave.registry.RegistryClient;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;

/** The files that the client of BuildKit reads, except for credentials. */
final class BuildKitFiles {

    private final ContextFiles contextFiles;
    private final ClientConfiguration configuration;
    private final PinnedImages pinned;

    BuildKitFiles(ContextFiles contextFiles, ClientConfiguration configuration, RegistryClient registries) {
        this.contextFiles = contextFiles;
        this.configuration = configuration;
        this.pinned = new PinnedImages(registries);
    }

    /**
     * The files of one build.
     *
     * @param folder where they are
     * @param images the images that the build uses, with that of the layer cache
     * @param cache the image of the layer cache, if there is one
     */
    record Written(BuildKitFolder folder, Set<ImageReference> images, Optional<ImageReference> cache) {}

    /**
     * Writes the files of one build into the folder of its attempt.
     *
     * @throws io.wave.builder.context.InvalidContextException if the container file or its context is invalid
     */
    Written write(BuildSpec spec, NamedImages named, Work work) throws IOException, InterruptedException {
        pinned.requireReadable(spec, named.images());
        BuildKitFolder folder = BuildKitFolder.create(work.folder());
        contextFiles.fill(spec, work, folder.temporary(), folder.context(), folder.ignoreFile());
        ContextTimes.set(spec, folder.context());
        Files.writeString(folder.containerFile(), spec.containerFile());
        Optional<ImageReference> cache =
                RegistryCache.of(spec, named.images(), configuration.needsCredentials(spec, named.images()));
        Set<ImageReference> images = new LinkedHashSet<>(named.images());
        cache.ifPresent(images::add);
        List<ImageReference> withLogin = configuration.onHostsWithLogin(spec, images).stream()
                .filter(named.images()::contains)
                .toList();
        Files.writeString(
                folder.sourcePolicy(), configuration.sourcePolicy(named.images(), pinned.contents(spec, withLogin)));
        return new Written(folder, images, cache);
    }

    /** The arguments of the client for the layer cache. */
    List<String> arguments(Optional<ImageReference> cache, BiFunction<ImageReference, String, List<String>> arguments) {
        return cache.map(image -> arguments.apply(image, configuration.location(image)))
                .orElse(List.of());
    }

    /** Writes the file that prints the lock file again. Returns whether the build prints a lock file. */
    static boolean writeReprint(BuildSpec spec, BuildKitFolder folder) throws IOException {
        Optional<String> reprint =
                LockReprint.of(spec.containerFile(), UUID.randomUUID().toString());
        if (reprint.isPresent()) {
            Files.writeString(folder.reprint(), reprint.get());
            if (Files.exists(folder.ignoreFile())) {
                Files.copy(folder.ignoreFile(), folder.reprintIgnoreFile());
            }
        }
        return reprint.isPresent();
    }
}
