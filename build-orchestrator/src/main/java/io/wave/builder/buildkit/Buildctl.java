package io.wave.builder.buildkit;

import io.wave.build.BuildCompression;
import io.wave.build.BuildSpec;
import io.wave.builder.containerfile.FixedTimestamps;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.job.engine.tool.ToolCommand;
import io.wave.token.RequestRecord;
import io.wave.worker.egress.ToolEgress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The command lines of {@code buildctl}. Secrets are in files, never here. */
final class Buildctl {

    private Buildctl() {}

    /**
     * Options of a build.
     *
     * @param repository the repository to push to
     * @param cache arguments for the layer cache
     * @param frontend the image that reads the container file; BuildKit itself if empty
     * @param rewriteTimestamps whether the times of files that RUN steps create are rewritten
     */
    record Options(
            String repository, List<String> cache, Optional<ImageReference> frontend, boolean rewriteTimestamps) {

        Options {
            cache = List.copyOf(cache);
        }

        /** A copy with other arguments for the layer cache. */
        Options withCache(List<String> arguments) {
            return new Options(repository, arguments, frontend, rewriteTimestamps);
        }
    }

    /**
     * Builds the image and pushes it by its digest, so that its tag does not exist before the image is checked. The timestamp
     * of the image is that of the request.
     *
     * @param daemon the daemon that builds it
     */
    static ToolCommand build(
            BuildKit.Access daemon, BuildSpec spec, Options options, BuildKitFolder folder, ToolEgress.Access egress) {
        return new ToolCommand(build(daemon, spec, options, folder), environment(folder, daemon, egress));
    }

    /** The command line of the same, without its environment. */
    static List<String> build(BuildKit.Access daemon, BuildSpec spec, Options options, BuildKitFolder folder) {
        List<String> arguments = solve(daemon, spec, options, folder, folder.containerFile());
        arguments.addAll(List.of("--output", output(spec, options)));
        arguments.addAll(List.of("--metadata-file", folder.metadata().toString()));
        return arguments;
    }

    /**
     * Runs the steps of the container file that prints the lock file again; pushes nothing.
     *
     * @param options their cache is only read
     */
    static ToolCommand reprint(
            BuildKit.Access daemon, BuildSpec spec, Options options, BuildKitFolder folder, ToolEgress.Access egress) {
        return new ToolCommand(reprint(daemon, spec, options, folder), environment(folder, daemon, egress));
    }

    /** The command line of the same, without its environment. */
    static List<String> reprint(BuildKit.Access daemon, BuildSpec spec, Options options, BuildKitFolder folder) {
        return solve(daemon, spec, options, folder, folder.reprint());
    }

    private static List<String> solve(
            BuildKit.Access daemon, BuildSpec spec, Options options, BuildKitFolder folder, Path containerFile) {
        List<String> arguments = new ArrayList<>(daemon.client());
        arguments.addAll(List.of("build", "--progress=rawjson"));
        frontend(arguments, options.frontend());
        arguments.addAll(List.of("--local", "context=" + folder.context()));
        arguments.addAll(List.of("--local", "dockerfile=" + containerFile.getParent()));
        option(arguments, "filename", containerFile.getFileName().toString());
        option(arguments, "platform", spec.platform().toString());
        option(
                arguments,
                "build-arg:SOURCE_DATE_EPOCH",
                Long.toString(spec.requestedAt().getEpochSecond()));
        option(arguments, "build-arg:BUILDKIT_CACHE_MOUNT_NS", cacheMounts(spec));
        daemon.options().forEach((name, value) -> option(arguments, name, value));
        arguments.addAll(options.cache());
        arguments.addAll(List.of("--source-policy-file", folder.sourcePolicy().toString()));
        return arguments;
    }

    /** The option {@code cmdline} keeps a frontend from following a line {@code # syntax=} itself. */
    private static void frontend(List<String> arguments, Optional<ImageReference> image) {
        arguments.addAll(List.of("--frontend", image.isPresent() ? "gateway.v0" : "dockerfile.v0"));
        image.ifPresent(present -> option(arguments, "source", present.toString()));
        option(arguments, "cmdline", image.map(ImageReference::toString).orElse("docker/dockerfile"));
    }

    private static void option(List<String> arguments, String name, String value) {
        arguments.addAll(List.of("--opt", name + "=" + value));
    }

    /** Separates the cache mounts of tenants; those of anonymous callers, who do not trust each other, by image. */
    private static String cacheMounts(BuildSpec spec) {
        String owner =
                spec.tenant().equals(RequestRecord.ANONYMOUS) ? spec.tenant() + "\n" + spec.target() : spec.tenant();
        return Digest.of(owner.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 16);
    }

    private static String output(BuildSpec spec, Options build) {
        List<String> options = new ArrayList<>(List.of(
                "type=image", "name=" + build.repository(), "push=true", "push-by-digest=true", "oci-mediatypes=true"));
        // Without it, a cached layer could keep the compression that an earlier build has requested.
        options.add(
                build.rewriteTimestamps() && !FixedTimestamps.in(spec)
                        ? "rewrite-timestamp=true"
                        : "force-compression=true");
        BuildCompression compression = spec.compression();
        if (compression != null) {
            if (compression.mode() != null) {
                options.add("compression=" + compression.mode().name());
            }
            if (compression.level() != null) {
                options.add("compression-level=" + compression.level());
            }
            if (compression.appliesToBase() && !options.contains("force-compression=true")) {
                options.add("force-compression=true");
            }
        }
        return String.join(",", options);
    }

    private static Map<String, String> environment(
            BuildKitFolder folder, BuildKit.Access daemon, ToolEgress.Access egress) {
        Map<String, String> environment = new LinkedHashMap<>(egress.environment());
        environment.putAll(daemon.environment());
        environment.put("HOME", folder.home().toString());
        environment.put("TMPDIR", folder.temporary().toString());
        environment.put("DOCKER_CONFIG", folder.configuration().toString());
        environment.put("LANG", "C.UTF-8");
        return environment;
    }
}
