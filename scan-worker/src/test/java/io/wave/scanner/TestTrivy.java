package io.wave.scanner;

import io.wave.job.engine.tool.SearchPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Trivy of tests: the real one, or, where it is not installed, a script that writes kept reports. */
final class TestTrivy {

    /** What a test says that needs the real one. */
    static final String MISSING = "Trivy is not installed (scripts/go-clients trivy)";

    private static final Logger LOG = LoggerFactory.getLogger(TestTrivy.class);
    private static final Path KEPT = Path.of("src/test/resources/kept").toAbsolutePath();

    private TestTrivy() {}

    static boolean isInstalled() {
        return SearchPath.withClients().has("trivy");
    }

    /** The program to configure. */
    static Path program(Path folder) {
        return SearchPath.withClients().find("trivy").orElseGet(() -> kept(folder));
    }

    private static Path kept(Path folder) {
        LOG.warn("{}: the tests use kept reports", MISSING);
        Path script = folder.resolve("kept-trivy");
        try {
            Files.createDirectories(folder);
            Files.writeString(script, """
                    #!/bin/bash
                    # Writes the kept report in the format that the arguments ask for.
                    output= format=
                    while (($# > 0)); do
                        case $1 in
                            --output) output=$2; shift ;;
                            --format) format=$2; shift ;;
                        esac
                        shift
                    done
                    case $format in
                        json) cp %1$s/report.json "$output" ;;
                        spdx-json) echo '{"spdxVersion":"SPDX-2.3"}' > "$output" ;;
                        cyclonedx) echo '{"bomFormat":"CycloneDX"}' > "$output" ;;
                        *) exit 1 ;;
                    esac
                    """.formatted(KEPT));
            if (!script.toFile().setExecutable(true)) {
                throw new IOException("not executable: " + script);
            }
            return script;
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }
}
