package io.wave.local.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScriptedRegistryTest {

    private static final String PATH = "/v2/app/manifests/1";
    private static final byte[] BODY = {1, 2, 3};

    private final ScriptedRegistry registry = ScriptedRegistry.start();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        client.close();
        registry.close();
    }

    @Test
    void answersInTurnAndRepeatsTheLast() throws Exception {
        registry.on(PATH, ScriptedAnswer.of(429).with("Retry-After", "1"), ScriptedAnswer.content("a/b", BODY));
        assertThat(get().statusCode()).isEqualTo(429);
        assertThat(get().body()).isEqualTo(BODY);
        assertThat(get().body()).isEqualTo(BODY);
        assertThat(registry.count("GET", PATH)).isEqualTo(3);
    }

    @Test
    void corruptsTheLastByte() throws Exception {
        registry.on(PATH, ScriptedAnswer.content("a/b", BODY).corrupted());
        assertThat(get().body()).containsExactly(1, 2, 2);
    }

    @Test
    void cutsTheBody() {
        registry.on(PATH, ScriptedAnswer.content("a/b", BODY).cutAfter(1));
        assertThatThrownBy(this::get).isInstanceOf(IOException.class);
    }

    @Test
    void answersHeadWithTheLength() throws Exception {
        registry.on(PATH, ScriptedAnswer.content("a/b", BODY));
        var head = client.send(request().HEAD().build(), BodyHandlers.discarding());
        assertThat(head.headers().firstValue("Content-Length")).hasValue("3");
    }

    @Test
    void requestWithoutScriptIsNotFound() throws Exception {
        assertThat(get().statusCode()).isEqualTo(404);
    }

    private HttpResponse<byte[]> get() throws IOException, InterruptedException {
        return client.send(request().build(), BodyHandlers.ofByteArray());
    }

    private HttpRequest.Builder request() {
        return HttpRequest.newBuilder(URI.create("http://" + registry.host() + PATH));
    }
}
