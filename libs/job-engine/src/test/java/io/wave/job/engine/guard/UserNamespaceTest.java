package io.wave.job.engine.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.job.engine.tool.SearchPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said where user namespaces cannot be used. */
class UserNamespaceTest {

    private static final String DENIED = "unshare: unshare failed: Operation not permitted\n";
    private static final String USER = System.getProperty("user.name");

    @TempDir
    private Path folder;

    private Path ranges;

    @BeforeEach
    void ranges() throws IOException {
        ranges = Files.writeString(folder.resolve("subuid"), USER + ":100000:65536\n");
    }

    @Test
    void oldUnshare() {
        assertThat(reason("unshare: unrecognized option '--map-auto'"))
                .isEqualTo("unshare does not support --map-auto: install util-linux 2.38 or newer");
    }

    @Test
    void noPrograms() throws IOException {
        assertThat(reason(DENIED)).isEqualTo("newuidmap not found: install uidmap (or shadow-utils)");
        install("newuidmap");
        assertThat(reason(DENIED)).isEqualTo("newgidmap not found: install uidmap (or shadow-utils)");
    }

    @Test
    void noRange() throws IOException {
        install("newuidmap");
        install("newgidmap");
        Files.writeString(ranges, "x" + USER + ":100000:65536\n");
        assertThat(reason(DENIED))
                .isEqualTo("%s has no range for user %s: add a line '%s:100000:65536'".formatted(ranges, USER, USER));
    }

    @Test
    void deniedByTheKernel() throws IOException {
        install("newuidmap");
        install("newgidmap");
        assertThat(reason(DENIED))
                .isEqualTo("user namespaces cannot be used: unshare: unshare failed: Operation not permitted");
    }

    private String reason(String output) {
        return UserNamespace.reason(output, new SearchPath(folder.toString()), List.of(ranges));
    }

    private void install(String program) throws IOException {
        assertThat(Files.createFile(folder.resolve(program)).toFile().setExecutable(true))
                .isTrue();
    }
}
