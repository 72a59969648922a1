package io.wave.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wave.local.fake.ScriptedAnswer;
import io.wave.local.fake.ScriptedRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadsTest {

    private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private final ScriptedRegistry server = ScriptedRegistry.start();
    private final ScriptedRegistry inside = ScriptedRegistry.start();

    @AfterEach
    void stop() {
        server.close();
        inside.close();
    }

    @Test
    void allowedRedirectsAreFollowed() throws IOException {
        server.on("/a", redirect("/b")).on("/b", content());
        assertThat(download("/a")).hasBinaryContent(CONTENT);
    }

    @Test
    void redirectsToPrivateAddressesAreBlocked() {
        server.on("/a", redirect("http://" + inside.host() + "/b"));
        inside.on("/b", content());
        assertThatThrownBy(() -> download("/a")).hasMessageContaining("has a private address");
        assertThat(inside.calls()).isEmpty();
    }

    @Test
    void failuresAreExplained() {
        server.on("/long", ScriptedAnswer.content("x/y", new byte[1000]))
                .on("/slow", content().after(Duration.ofSeconds(20)))
                .on("/cut", content().cutAfter(2));
        assertThatThrownBy(() -> download("/none")).hasMessage("the server returned status 404");
        assertThatThrownBy(() -> download("/long")).hasMessage("content exceeds 100 bytes");
        assertThatThrownBy(() -> download("/slow")).hasMessage("download took longer than 2 s");
        assertThatThrownBy(() -> download("/cut")).hasMessage("the connection to the server failed");
    }

    private Path download(String path) throws IOException {
        var own = Destination.of(URI.create("http://" + server.host()));
        var downloads = new Downloads(new EgressPolicy(new EgressProperties(true, List.of()), List.of(own)));
        Path file = folder.resolve("file");
        downloads.toFile(URI.create("http://" + server.host() + path), file, 100, Duration.ofSeconds(2));
        return file;
    }

    private static ScriptedAnswer content() {
        return ScriptedAnswer.content("text/plain", CONTENT);
    }

    private static ScriptedAnswer redirect(String location) {
        return ScriptedAnswer.of(302).with("Location", location);
    }
}
