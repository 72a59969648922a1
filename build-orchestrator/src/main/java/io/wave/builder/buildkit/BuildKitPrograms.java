package io.wave.builder.buildkit;

import io.wave.builder.image.ToolVersion;
import io.wave.job.engine.tool.SearchPath;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The programs of BuildKit on this machine.
 *
 * @param buildkitd the daemon
 * @param buildctl its client
 * @param runc runs the steps of builds
 */
record BuildKitPrograms(Path buildkitd, Path buildctl, Path runc) {

    private static final ToolVersion OLDEST_BUILDKIT = new ToolVersion(0, 29);

    /** The result of a search: the programs, or the reason why they cannot be used. */
    sealed interface Search {

        record Found(BuildKitPrograms programs) implements Search {}

        record Missing(String reason) implements Search {}
    }

    /** Searches the PATH, then the output folder of {@code scripts/go-clients}. */
    static Search search() {
        return search(SearchPath.withClients());
    }

    static Search search(SearchPath path) {
        Optional<Path> buildkitd = path.find("buildkitd");
        Optional<Path> buildctl = path.find("buildctl");
        Optional<Path> runc = path.find("buildkit-runc").or(() -> path.find("runc"));
        if (buildkitd.isEmpty() || buildctl.isEmpty() || runc.isEmpty()) {
            return new Search.Missing("%s not found on the PATH"
                    .formatted(buildkitd.isEmpty() ? "buildkitd" : buildctl.isEmpty() ? "buildctl" : "runc"));
        }
        for (Path program : new Path[] {buildkitd.get(), buildctl.get()}) {
            String version = ToolVersion.printedBy(program);
            if (!isNewEnough(version)) {
                return new Search.Missing("%s: must be version %s or newer, but is %s"
                        .formatted(program, OLDEST_BUILDKIT, version.isEmpty() ? "unknown" : version));
            }
        }
        return new Search.Found(new BuildKitPrograms(buildkitd.get(), buildctl.get(), runc.get()));
    }

    /** The client only, for an external daemon. */
    static Optional<Path> client() {
        return SearchPath.withClients().find("buildctl");
    }

    static boolean isNewEnough(String version) {
        return ToolVersion.in(version)
                .filter(found -> found.isAtLeast(OLDEST_BUILDKIT))
                .isPresent();
    }
}
