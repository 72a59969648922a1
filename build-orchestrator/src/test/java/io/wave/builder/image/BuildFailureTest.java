package io.wave.builder.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.image.ImageReference;
import io.wave.image.Platform;
import io.wave.job.engine.outcome.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The log lines are buildah's own. */
class BuildFailureTest {

    @Test
    void failedStepShowsExitCodeAndLastLines() {
        assertThat(build(7, "STEP 2/2: RUN false", "oops", "Error: building at STEP \"RUN false\": exit status 7"))
                .isEqualTo(
                        "build failed: exit code 7:\nSTEP 2/2: RUN false\noops\nError: building at STEP \"RUN false\": exit status 7");
    }

    @Test
    void killedStepIsReportedAsOutOfMemory() {
        assertThat(build(1, "subprocess exited on killed", "Error: building at STEP: exit status 1"))
                .startsWith("build failed: killed (exit code 1), perhaps out of memory:\n");
        assertThat(build(137)).isEqualTo("build failed: killed (exit code 137), perhaps out of memory");
    }

    @Test
    void missingBaseImageIsNamed() {
        assertThat(
                        build(
                                125,
                                "Trying to pull registry.test/none:1...",
                                "Error: creating build container: reading manifest 1 in registry.test/none: manifest unknown: manifest unknown"))
                .startsWith("build failed: base image registry.test/none:1 not found:\n");
    }

    @Test
    void fullDiskIsReported() {
        assertThat(build(1, "Error: writing blob: write /x: no space left on device"))
                .startsWith("build failed: the disk of the build worker is full:\n");
    }

    @Test
    void missingEmulatorIsReportedWithPackageToInstall() {
        assertThat(build(
                        1,
                        "exec container process `/bin/sh`: Exec format error",
                        "Error: building at STEP \"RUN true\": while running runtime: exit status 1"))
                .startsWith("build failed: a RUN step runs a program of another architecture than the worker;"
                        + " building for linux/arm64 needs the emulation of QEMU on the workers")
                .contains("qemu-user-static");
    }

    @Test
    void outputOfUserProgramsIsNotCause() {
        assertThat(build(1, "checking whether access is denied: no")).startsWith("build failed: exit code 1:\n");
    }

    @Test
    void rejectedPushNamesTarget() {
        Outcome push = BuildFailure.ofPush(
                ImageReference.parse("registry.test/a:1"),
                125,
                List.of("Error: pushing image: checking push permissions: unauthorized: authentication required"));
        assertThat(reason(push))
                .startsWith(
                        "build failed: pushing registry.test/a:1: access denied by the registry: check its credentials:\n");
    }

    @Test
    void lastErrorOfSingularityIsCause() {
        assertThat(build(255, "FATAL:   While performing build: reading manifest latest: unauthorized"))
                .startsWith("build failed: access denied by the registry: check its credentials:\n");
    }

    @Test
    void refusedConnectionInLogIsCause() {
        String refusal = "host 'inside.test' has a private address";
        Platform platform = Platform.LINUX_AMD64;
        assertThat(reason(BuildFailure.ofRefused(refusal, platform, 1, List.of("Error: 403 " + refusal))))
                .startsWith("build failed: containerFile: host 'inside.test' has a private address:\n");
        assertThat(reason(BuildFailure.ofRefused(refusal, platform, 2, List.of("oops"))))
                .startsWith("build failed: exit code 2; a connection was refused: host 'inside.test'");
    }

    private static String build(int exitCode, String... log) {
        return reason(BuildFailure.ofBuild(Platform.parse("linux/arm64"), exitCode, List.of(log)));
    }

    private static String reason(Outcome outcome) {
        return ((Outcome.Failed) outcome).reason();
    }
}
