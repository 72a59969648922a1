package io.wave.builder.buildkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.job.engine.tool.SearchPath;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuildKitProgramsTest {

    private static final String SYSTEM = ":/usr/local/sbin:/usr/sbin:/sbin";

    @TempDir
    private Path folder;

    @Test
    void allThreeAreFound() throws IOException {
        program("buildkitd", "buildkitd github.com/moby/buildkit v0.34.2 abc");
        program("buildctl", "buildctl github.com/moby/buildkit v0.34.2 abc");
        program("runc", "");
        assertThat(BuildKitPrograms.search(path()))
                .isEqualTo(new BuildKitPrograms.Search.Found(new BuildKitPrograms(
                        folder.resolve("buildkitd"), folder.resolve("buildctl"), folder.resolve("runc"))));
    }

    @Test
    void missingProgramIsNamed() throws IOException {
        program("buildkitd", "v0.34.2");
        program("buildctl", "v0.34.2");
        assertThat(BuildKitPrograms.search(path()))
                .isEqualTo(new BuildKitPrograms.Search.Missing("runc not found on the PATH"));
    }

    @Test
    void oldVersionIsNotUsed() throws IOException {
        program("buildkitd", "buildkitd github.com/moby/buildkit v0.28.1 abc");
        program("buildctl", "v0.34.2");
        program("runc", "");
        assertThat(BuildKitPrograms.search(path()))
                .isInstanceOfSatisfying(
                        BuildKitPrograms.Search.Missing.class,
                        missing -> assertThat(missing.reason()).contains("must be version 0.29 or newer", "v0.28.1"));
    }

    @ParameterizedTest
    @CsvSource({"v0.29.0,true", "v0.34.2,true", "v1.0.0,true", "v0.28.9,false", "0.30.0-rc1,true", "unknown,false"})
    void versionsAreCompared(String version, boolean newEnough) {
        assertThat(BuildKitPrograms.isNewEnough(version)).isEqualTo(newEnough);
    }

    @Test
    void folderOfClientsFollowsPath() {
        assertThat(SearchPath.withClients(Map.of("PATH", "/bin"), "/home/u").text())
                .isEqualTo("/bin" + File.pathSeparator + "/home/u/.cache/wave/bin" + SYSTEM);
        assertThat(SearchPath.withClients(Map.of("PATH", "/bin", "WAVE_CLIENTS_DIR", "/c"), "/home/u")
                        .text())
                .isEqualTo("/bin" + File.pathSeparator + "/c" + SYSTEM);
    }

    private SearchPath path() {
        return new SearchPath(folder.toString());
    }

    private void program(String name, String says) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\necho '%s'\n".formatted(says));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
}
