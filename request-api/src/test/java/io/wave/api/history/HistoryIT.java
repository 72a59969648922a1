package io.wave.api.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.api.ApiClient;
import io.wave.api.ApiClient.Answer;
import io.wave.api.RequestApiIT;
import io.wave.local.fake.ScriptedRegistry;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** Users list their own records, and operators those of others. */
@TestPropertySource(
        properties = {
            "wave.scan.enabled=true",
            "wave.tokens.static.hist-alice.secret={noop}" + HistoryIT.ALICE,
            "wave.tokens.static.hist-bob.secret={noop}" + HistoryIT.BOB,
            "wave.tokens.static.hist-root.secret={noop}" + HistoryIT.ROOT,
            "wave.tokens.static.hist-root.operator=true"
        })
class HistoryIT extends RequestApiIT {

    static final String ALICE = "wave_token-of-alice-for-lists";
    static final String BOB = "wave_token-of-bob-for-lists";
    static final String ROOT = "wave_token-of-root-for-lists";

    private static final ScriptedRegistry TARGET = ScriptedRegistry.start();
    private static final String REQUESTS = "/v1alpha1/requests";
    private static final String BUILDS = "/v1alpha1/builds";

    @DynamicPropertySource
    static void target(DynamicPropertyRegistry properties) {
        properties.add("wave.registries[quay.io].endpoint", () -> "http://" + TARGET.host());
    }

    @BeforeEach
    void forget() {
        for (String table : List.of("container_request", "image_build", "image_mirror", "image_scan")) {
            jdbc.sql("DELETE FROM requests.%s WHERE tenant LIKE 'hist-%%'".formatted(table))
                    .update();
        }
    }

    @Test
    void userSeesOwnRecordsOfAllKinds() {
        String image = image();
        Answer pulled = submit(ALICE, "{'containerImage':'%s'}".formatted(image));
        Answer built = submit(ALICE, "{'containerFile':'%s'}".formatted(containerFile()));
        Answer copied =
                submit(ALICE, "{'containerImage':'%s','mirror':true,'buildRepository':'quay.io/lib'}".formatted(image));
        String scanned = post(ALICE, "/v1alpha1/scans", "{'containerImage':'%s'}".formatted(image))
                .text("scanId");

        JsonNode requests = items(get(REQUESTS, ALICE));
        assertThat(texts(requests, "requestId"))
                .containsExactly(copied.text("requestId"), built.text("requestId"), pulled.text("requestId"));
        JsonNode first = requests.get(2);
        assertThat(first.path("targetImage").asString()).isEqualTo(pulled.text("targetImage"));
        assertThat(first.path("containerImage").asString()).isEqualTo(image);
        assertThat(first.path("valid").asBoolean()).isTrue();
        assertThat(requests.get(1).path("buildId").asString()).isEqualTo(built.text("buildId"));

        JsonNode build = items(get(BUILDS, ALICE)).get(0);
        assertThat(build.path("id").asString()).isEqualTo(built.text("buildId"));
        assertThat(build.path("image").asString()).startsWith("docker.io/wave/build:");
        assertThat(build.path("state").asString()).isEqualTo("SUBMITTED");
        JsonNode mirror = items(get("/v1alpha1/mirrors", ALICE)).get(0);
        assertThat(mirror.path("id").asString()).isEqualTo(copied.text("buildId"));
        assertThat(mirror.path("image").asString()).isEqualTo(copied.text("targetImage"));
        // The built image is scanned, too.
        assertThat(texts(items(get("/v1alpha1/scans", ALICE)), "id")).hasSize(2).startsWith(scanned);

        for (String list : List.of(REQUESTS, BUILDS, "/v1alpha1/mirrors", "/v1alpha1/scans")) {
            assertThat(get(list, BOB).body()).isEqualTo("{\"tenant\":\"hist-bob\",\"items\":[]}");
        }
    }

    @Test
    void onlyOperatorsSeeRecordsOfOthers() {
        Answer built = submit(ALICE, "{'containerFile':'%s'}".formatted(containerFile()));
        for (String list : List.of(REQUESTS, BUILDS)) {
            String others = list + "?tenant=hist-alice";
            assertThat(get(others, ROOT).body()).contains(built.text("buildId"), "\"tenant\":\"hist-alice\"");
            assertThat(get(others, ALICE).body()).contains(built.text("buildId"));
            assertThat(get(others, BOB).status()).isEqualTo(403);
            assertThat(get(others, BOB).body()).doesNotContain(built.text("buildId"));
            assertThat(get(list, ROOT).body()).isEqualTo("{\"tenant\":\"hist-root\",\"items\":[]}");
            assertThat(basic(others).body()).contains(built.text("buildId"));
            assertThat(basic(list).text("message")).startsWith("tenant: required for operator accounts");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {REQUESTS, BUILDS, "/v1alpha1/mirrors", "/v1alpha1/scans", BUILDS + "?tenant=anonymous"})
    void anonymousCallersHaveNoLists(String list) {
        Answer answer = client().get(list);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"Wave\"");
        assertThat(answer.text("message")).startsWith("authentication required: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {REQUESTS, BUILDS})
    void pagesHaveEachRecordOnce(String list) {
        List<String> created = new ArrayList<>();
        for (int number = 0; number < 5; number++) {
            Answer answer = submit(ALICE, "{'containerFile':'%s'}".formatted(containerFile()));
            created.addFirst(answer.text(list.equals(BUILDS) ? "buildId" : "requestId"));
        }
        // Records of the same instant are in one order, too.
        jdbc.sql("UPDATE requests.container_request SET created_at = '2026-03-01' WHERE tenant = 'hist-alice'")
                .update();
        List<String> seen = new ArrayList<>();
        String next = "";
        for (int page = 0; page < 3; page++) {
            Answer answer = get(list + "?limit=2" + next, ALICE);
            seen.addAll(texts(items(answer), list.equals(BUILDS) ? "id" : "requestId"));
            submit(ALICE, "{'containerFile':'%s'}".formatted(containerFile()));
            next = "&after=" + answer.text("next");
        }
        assertThat(next).isEqualTo("&after=");
        assertThat(seen).containsExactlyInAnyOrderElementsOf(created);
        if (list.equals(BUILDS)) {
            assertThat(seen).isEqualTo(created);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0,limit: must be a number from 1 to 100",
        "limit=101,limit: must be",
        "limit=x,limit: must be",
        "after=x,after: must be the value of next",
        "after=,after: must be the value of next",
        "after=99999999999999999.a,after: must be the value of next",
        "tenant=a%00,access denied: this is for operators"
    })
    void invalidParametersAreNamed(String query, String message) {
        Answer answer = get(BUILDS + "?" + query, ALICE);
        assertThat(answer.status()).isIn(400, 403);
        assertThat(answer.text("message")).startsWith(message);
        assertThat(get(BUILDS + "?tenant=a%00", ROOT).text("message")).startsWith("tenant: must not contain NUL");
        assertThat(items(get(BUILDS + "?limit=100&after=9999999999999999.a", ALICE)))
                .isEmpty();
    }

    private static JsonNode items(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().path("items");
    }

    private static List<String> texts(JsonNode items, String member) {
        return items.valueStream().map(item -> item.path(member).asString()).toList();
    }

    private Answer submit(String token, String json) {
        return post(token, "/v1alpha2/container", json);
    }

    private Answer post(String token, String path, String json) {
        Answer answer = client().send(client().request(path)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json.replace('\'', '"'))));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private Answer get(String path, @Nullable String token) {
        return client().send(client().request(path)
                .header("Authorization", "Bearer " + token)
                .GET());
    }

    private Answer basic(String path) {
        return client().send(client().request(path)
                .header("Authorization", "Basic " + ApiClient.base64("operator:secret"))
                .GET());
    }
}
