package io.wave.builder;

import io.wave.build.BuildCompression;
import io.wave.build.BuildFormat;
import io.wave.build.BuildId;
import io.wave.build.BuildOutput;
import io.wave.build.BuildSource;
import io.wave.build.BuildSpec;
import io.wave.build.BuildWork;
import io.wave.container.ContainerId;
import io.wave.container.Layer;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import io.wave.store.ObjectName;
import io.wave.store.ObjectStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/** Builds that need nothing but the machine's static busybox. */
final class TestBuilds {

    private static final Path BUSYBOX = Path.of("/bin/busybox");

    private TestBuilds() {}

    /** Runs these shell commands in one RUN step. */
    static BuildSpec running(String commands, String registry, ObjectStore store) {
        return running(commands, registry, store, Duration.ofMinutes(5));
    }

    static BuildSpec running(String commands, String registry, ObjectStore store, Duration runTimeout) {
        return of("""
                FROM scratch
                COPY busybox /bin/busybox
                RUN ["/bin/busybox", "sh", "-c", "%s"]
                """.formatted(commands), busyboxContext(store), registry, runTimeout);
    }

    static BuildSpec of(String containerFile, BuildSpec.StoredContext context, String registry) {
        return of(containerFile, context, registry, Duration.ofMinutes(5));
    }

    private static BuildSpec of(
            String containerFile, BuildSpec.StoredContext context, String registry, Duration runTimeout) {
        String id = "%016x".formatted(ThreadLocalRandom.current().nextLong());
        return new BuildSpec(
                new BuildId(new ContainerId(id), 1),
                new BuildWork(
                        ImageReference.parse(registry + "/test/build:" + id),
                        new BuildSource(containerFile, null, context, null, null),
                        new BuildOutput(Platform.LINUX_AMD64, null, null, null),
                        null,
                        "anonymous",
                        null,
                        runTimeout),
                Duration.ofMinutes(5),
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                null);
    }

    /** The same, asked for so much earlier. */
    static BuildSpec requestedBefore(BuildSpec build, Duration ago) {
        return new BuildSpec(
                build.id(),
                build.work(),
                build.queueTimeout(),
                build.requestedAt().minus(ago),
                build.index());
    }

    static BuildSpec withContainerFile(BuildSpec build, String containerFile) {
        return changed(build, containerFile, build.platform(), build.cacheRepository());
    }

    /** The same, pushed to another repository of the registry. */
    static BuildSpec to(BuildSpec build, String repository) {
        ImageReference target = build.target();
        return withTarget(
                build, ImageReference.parse("%s/%s:%s".formatted(target.registry(), repository, target.reference())));
    }

    static BuildSpec withTarget(BuildSpec build, ImageReference target) {
        BuildWork work = build.work();
        return build.of(new BuildWork(
                target,
                work.source(),
                work.output(),
                work.assembly(),
                work.tenant(),
                work.accessScope(),
                work.runTimeout()));
    }

    static BuildSpec withContext(BuildSpec build, String containerFile, BuildSpec.StoredContext context) {
        BuildSource source = new BuildSource(containerFile, null, context, null, null);
        return build.of(build.work().from(source));
    }

    static BuildSpec on(BuildSpec build, Platform platform) {
        return changed(build, build.containerFile(), platform, build.cacheRepository());
    }

    static BuildSpec withCache(BuildSpec build, String cacheRepository) {
        return changed(build, build.containerFile(), build.platform(), cacheRepository);
    }

    /** The same with layers that its container file adds, pushed with another compression. */
    static BuildSpec withLayers(
            BuildSpec build, String containerFile, List<BuildSpec.StoredLayer> layers, BuildCompression compression) {
        BuildSource source =
                build.work().source().withContainerFile(containerFile).with(build.context(), layers);
        BuildOutput output = new BuildOutput(build.platform(), null, compression, build.cacheRepository());
        return build.of(build.work().from(source).as(output));
    }

    /** A layer with one file, in the object store. */
    static BuildSpec.StoredLayer layer(String name, String content, ObjectStore store) {
        ByteArrayOutputStream unpacked = new ByteArrayOutputStream();
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(unpacked);
                GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            TarArchiveEntry entry = new TarArchiveEntry(name);
            entry.setSize(bytes.length);
            tar.putArchiveEntry(entry);
            tar.write(bytes);
            tar.closeArchiveEntry();
            tar.finish();
            gzip.write(unpacked.toByteArray());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        byte[] blob = packed.toByteArray();
        Digest digest = Digest.of(blob);
        store.put(ObjectName.blob(digest), blob);
        return new BuildSpec.StoredLayer(
                Layer.storedAt(digest), digest, blob.length, Digest.of(unpacked.toByteArray()));
    }

    static BuildSpec ofSingularity(BuildSpec build, String definition) {
        BuildSource source = new BuildSource(definition, null, build.context(), null, null);
        BuildOutput output = new BuildOutput(build.platform(), BuildFormat.SINGULARITY, null, null);
        return build.of(build.work().from(source).as(output));
    }

    private static BuildSpec changed(
            BuildSpec build, String containerFile, Platform platform, @Nullable String cacheRepository) {
        BuildSource source = build.work().source().withContainerFile(containerFile);
        BuildOutput output = new BuildOutput(platform, null, null, null).withCache(cacheRepository);
        return build.of(build.work().from(source).as(output));
    }

    private static BuildSpec.StoredContext busyboxContext(ObjectStore store) {
        try {
            return context(store, "busybox", Files.readAllBytes(BUSYBOX));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Stores a context with one file that can be run. */
    static BuildSpec.StoredContext context(ObjectStore store, String name, byte[] content) {
        return context(store, new ContextFile(name, content, 0755));
    }

    /** A file or, with a target, a link. */
    record ContextFile(
            String name,
            ByteBuffer content,
            int mode,
            @Nullable String target) {

        ContextFile(String name, byte[] content, int mode) {
            this(name, ByteBuffer.wrap(content), mode, null);
        }

        static ContextFile link(String name, String target) {
            return new ContextFile(name, ByteBuffer.allocate(0), 0777, target);
        }

        static ContextFile busybox() throws IOException {
            return new ContextFile("busybox", Files.readAllBytes(BUSYBOX), 0755);
        }

        private TarArchiveEntry entry() {
            TarArchiveEntry entry =
                    target == null ? new TarArchiveEntry(name) : new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
            if (target != null) {
                entry.setLinkName(target);
            }
            entry.setMode(mode);
            entry.setSize(content.capacity());
            entry.setModTime(0);
            return entry;
        }
    }

    /** Stores a context. */
    static BuildSpec.StoredContext context(ObjectStore store, ContextFile... files) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(packed))) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (ContextFile file : files) {
                tar.putArchiveEntry(file.entry());
                tar.write(file.content().array());
                tar.closeArchiveEntry();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        byte[] bytes = packed.toByteArray();
        Digest digest = Digest.of(bytes);
        store.put(ObjectName.blob(digest), bytes);
        return new BuildSpec.StoredContext(digest, bytes.length);
    }
}
