package io.wave.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wave.local.server.FreePort;
import io.wave.local.server.StaleServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessTest {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    @Test
    void endedServerReportsReason() {
        List<String> command = List.of("sh", "-c", "echo no space left; exit 1");
        assertThatThrownBy(() -> ServerProcess.start("broken", folder, FreePort.find(), command))
                .isInstanceOf(LocalServiceException.class)
                .hasMessageContaining("broken did not start")
                .hasMessageContaining("no space left");
    }

    @Test
    void leftOverProcessIsStopped() throws IOException {
        Process leftOver = new ProcessBuilder("sleep", "600").start();
        PidFile pidFile = new PidFile(folder.resolve("server.pid"));
        pidFile.write(leftOver.pid());
        StaleServers.stopIn(folder);
        assertThat(leftOver.onExit()).succeedsWithin(TIMEOUT);
        assertThat(pidFile.path()).doesNotExist();
    }

    @Test
    void otherProcessWithPidOfLeftOverIsNotStopped() throws IOException {
        Process stranger = new ProcessBuilder("sleep", "600").start();
        try {
            Path pidFile = Files.writeString(folder.resolve("server.pid"), stranger.pid() + " an-earlier-boot/1");
            StaleServers.stopIn(folder);
            assertThat(stranger.isAlive()).isTrue();
            assertThat(pidFile).doesNotExist();
        } finally {
            stranger.destroyForcibly();
        }
    }
}
