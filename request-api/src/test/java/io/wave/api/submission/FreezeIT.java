package io.wave.api.submission;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.api.ApiClient;
import io.wave.api.ApiClient.Answer;
import io.wave.api.RequestApiIT;
import io.wave.api.content.TestLayers;
import io.wave.container.Layer;
import io.wave.image.Digest;
import io.wave.local.fake.ScriptedAnswer;
import io.wave.redis.RedisKeys;
import io.wave.token.ContainerToken;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.redis.core.StringRedisTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Configurations that become part of the image. */
class FreezeIT extends RequestApiIT {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String HEADER = "# wave generated container file\n";

    @Autowired
    private StringRedisTemplate redis;

    @BeforeAll
    static void images() {
        image("library/ubuntu", null);
        image("library/chained", "/some/entry.sh");
    }

    /** An image with this entrypoint. */
    private static void image(String repository, @Nullable String entrypoint) {
        byte[] config = (entrypoint == null ? "{}" : "{\"config\":{\"Entrypoint\":[\"%s\"]}}".formatted(entrypoint))
                .getBytes(StandardCharsets.UTF_8);
        String digest = Digest.of(config).toString();
        byte[] manifest = "{\"config\":{\"digest\":\"%s\"},\"layers\":[]}"
                .formatted(digest)
                .getBytes(StandardCharsets.UTF_8);
        REGISTRY.on(
                "/v2/%s/manifests/latest".formatted(repository),
                ScriptedAnswer.content("application/vnd.oci.image.manifest.v1+json", manifest)
                        .with("Docker-Content-Digest", Digest.of(manifest).toString()));
        REGISTRY.on(
                "/v2/%s/blobs/%s".formatted(repository, digest),
                ScriptedAnswer.content("application/octet-stream", config));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "ff7efd654b44941d | {}",
                "5db43f5173d022a1 | {'env':['FOO=1','BAR=2']}",
            })
    void idIsTheSameAsInOtherInstallations(String id, String config) {
        long before = count("container_request");
        Answer answer = client().submit("""
                {'containerImage':'ubuntu:latest','freeze':true,'buildRepository':'docker.io/foo/bar','dryRun':true,
                 'containerConfig':%s}""".formatted(config));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.text("buildId")).isEqualTo(id + "_0");
        assertThat(answer.text("targetImage")).isEqualTo("docker.io/foo/bar:" + id);
        assertThat(answer.text("containerImage")).isEqualTo("docker.io/foo/bar:" + id);
        assertThat(answer.body())
                .contains("\"freeze\":true", "\"cached\":false", "\"succeeded\":true")
                .doesNotContain("containerToken", "expiration");
        assertThat(count("container_request")).isEqualTo(before);
        assertThat(client().get("/v1alpha2/container/%s/status".formatted(answer.text("requestId")))
                        .status())
                .isEqualTo(404);
        assertThat(redis.opsForValue().get(RedisKeys.request(new ContainerToken(answer.text("requestId")))))
                .contains("\"durable\":true", "docker.io/foo/bar:" + id);
    }

    @Test
    void imageWithCompleteConfiguration() {
        Layer layer = TestLayers.inline(TestLayers.tarGz("hello.txt", "hello"));
        Answer answer = client().submit(
                        """
                {'containerImage':'chained','freeze':true,'buildRepository':'mine/app','containerConfig':{
                  'entrypoint':['/e','two words'],'cmd':'x','env':['A=b c'],'workingDir':'/w','layers':[
                  {'location':'%s','gzipDigest':'%s','gzipSize':%d,'tarDigest':'%s'}]}}
                """.formatted(layer.location(), layer.gzipDigest(), layer.gzipSize(), layer.tarDigest()));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.text("targetImage"))
                .matches("mine/app:[0-9a-f]{16}")
                .isEqualTo(answer.text("containerImage"));
        assertThat(answer.body())
                .contains("\"freeze\":true", "\"cached\":false")
                .doesNotContain("containerToken", "expiration", "succeeded");
        String hex = Digest.parse(String.valueOf(layer.gzipDigest())).hex();
        JsonNode record =
                client().get("/v1alpha2/container/" + answer.text("requestId")).json();
        assertThat(record.path("containerFile").asString()).isEqualTo(HEADER + """
                FROM chained
                ENV WAVE_ENTRY_CHAIN="/some/entry.sh"
                ADD layer-%s.tar.gz /
                WORKDIR /w
                ENV A="b c"
                ENTRYPOINT ["/e", "two words"]
                CMD ["x"]
                """.formatted(hex));
        assertThat(record.path("containerConfig")
                        .path("layers")
                        .path(0)
                        .path("location")
                        .asString())
                .isEqualTo("data:DATA+OMITTED");
        JsonNode described =
                client().get("/container-token/" + answer.text("requestId")).json();
        assertThat(described
                        .path("request")
                        .path("containerConfig")
                        .path("workingDir")
                        .asString())
                .isEqualTo("/w");
        assertThat(described.path("build").path("freeze").asBoolean()).isTrue();
        assertThat(described.path("build").path("containerFile")).isEqualTo(record.path("containerFile"));
        JsonNode spec = spec(answer.text("buildId"));
        assertThat(spec.path("layers").path(0).path("location").asString()).isEqualTo("blob:" + layer.gzipDigest());
        assertThat(spec.path("assembly").path("base").asString()).startsWith("docker.io/library/chained@sha256:");
        assertThat(spec.path("assembly").path("config").path("env").toString())
                .isEqualTo("[\"WAVE_ENTRY_CHAIN=/some/entry.sh\",\"A=b c\"]");
        assertThat(redis.opsForValue().get(RedisKeys.request(new ContainerToken(answer.text("requestId")))))
                .contains("\"durable\":true", answer.text("buildId"))
                .doesNotContain("workingDir");
    }

    @Test
    void fileWithConfiguration() {
        Answer answer = client().submit("""
                {'containerFile':'%s','freeze':true,'buildRepository':'mine/app',
                 'containerConfig':{'workingDir':'/work/dir','env':['FOO=1','BAR=2'],'layers':null}}
                """.formatted(ApiClient.base64("FROM chained\nRUN this\n")));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(client().get("/v1alpha2/container/" + answer.text("requestId"))
                        .json()
                        .path("containerFile")
                        .asString())
                .isEqualTo("FROM chained\nRUN this\n\n" + HEADER + """
                ENV WAVE_ENTRY_CHAIN="/some/entry.sh"
                WORKDIR /work/dir
                ENV FOO=1 BAR=2
                """);
        assertThat(spec(answer.text("buildId")).path("assembly").isNull()).isTrue();
    }

    @Test
    void fileWithoutConfigurationIsUnchanged() {
        String file = "FROM nowhere.invalid/at/all\n";
        Answer answer = client().submit("""
                {'containerFile':'%s','freeze':true,'buildRepository':'mine/app','containerConfig':{'layers':null}}
                """.formatted(ApiClient.base64(file)));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(spec(answer.text("buildId")).path("containerFile").asString())
                .isEqualTo(file);
    }

    @Test
    void compressionRequiresBuild() {
        Answer answer = client().submit("""
                {'containerImage':'ubuntu','freeze':true,'buildRepository':'mine/zstd',
                 'buildCompression':{'mode':'zstd','level':3}}""");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        JsonNode compression = spec(answer.text("buildId")).path("compression");
        assertThat(compression.path("mode").asString()).isEqualTo("zstd");
        assertThat(compression.path("level").asInt()).isEqualTo(3);
        assertThat(spec(answer.text("buildId")).path("assembly").isNull()).isTrue();
        assertThat(client().get("/v1alpha1/builds/" + answer.text("buildId")).body())
                .contains("\"compression\":{\"mode\":\"zstd\",\"level\":3}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'containerImage':'absent/image'}                                            | 404 | containerImage",
                "{'containerImage':'ubuntu','containerPlatform':'riscv'}                      | 400 | containerPlatform",
                "{'containerImage':'ubuntu','containerConfig':{'env':['A=b\\nRUN evil']}}     | 400 | containerConfig.env[0]",
                "{'containerImage':'ubuntu','containerConfig':{'env':['A b=c']}}              | 400 | containerConfig.env[0]",
                "{'containerImage':'ubuntu','containerConfig':{'workingDir':'/a\\rUSER b'}}   | 400 | containerConfig.workingDir",
                "{'containerImage':'ubuntu','containerConfig':{'cmd':['a\\nb']}}              | 400 | containerConfig.cmd[0]",
                "{'containerImage':'ubuntu','containerConfig':{'entrypoint':'a\\nb'}}         | 400 | containerConfig.entrypoint[0]",
                "{'containerImage':'ubuntu','containerConfig':{'layers':[{'location':'https://a/b','gzipDigest':'sha256:aa\\nRUN evil','gzipSize':1,'tarDigest':'sha256:aa'}]}} | 400 | containerConfig.layers[0].gzipDigest",
                "{'containerImage':'ubuntu','buildRepository':'wave/build/x'}                 | 400 | buildRepository: must not be 'wave/build/x', a repository of this service; name one of your own",
                "{'containerFile':'RlJPTSBub3doZXJlCg==','containerConfig':{'cmd':'a'}}       | 404 | containerFile",
                "{'containerFile':'IyBlc2NhcGU9YApGUk9NIHVidW50dQo=','containerConfig':{'cmd':'a'}} | 400 | containerFile: must not change the escape",
                "{'containerImage':'ubuntu','buildCompression':{'mode':'estargz','level':10}} | 400 | buildCompression.level",
                "{'containerImage':'ubuntu','buildCompression':{'mode':'gzip','level':10}}    | 400 | buildCompression.level",
                "{'containerImage':'ubuntu','buildCompression':{'mode':'lz4'}}                | 400 | buildCompression.mode: must be one of",
            })
    void invalidConfigurationIsRejectedWithoutTraces(String json, int status, String message) {
        long requests = count("container_request");
        long builds = count("image_build");
        String repository = json.contains("buildRepository") ? "" : ",'buildRepository':'mine/app'";
        Answer answer = client().submit(json.replaceFirst("}$", repository + ",'freeze':true}"));
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.text("message")).startsWith(message);
        assertThat(count("container_request")).isEqualTo(requests);
        assertThat(count("image_build")).isEqualTo(builds);
    }

    @Test
    void oversizedBuildCommandIsRejected() {
        long before = count("container_request");
        String word = "x".repeat(60_000);
        Answer answer = client().submit("""
                {'containerImage':'ubuntu','freeze':true,'buildRepository':'mine/app','containerConfig':{
                  'entrypoint':['%s'],'cmd':['%s'],'env':['A=%s']}}""".formatted(word, word, word));
        assertThat(answer.status()).isEqualTo(413);
        assertThat(count("container_request")).isEqualTo(before);
    }

    private JsonNode spec(String buildId) {
        return JSON.readTree(jdbc.sql("SELECT spec FROM requests.image_build WHERE id = :id")
                .param("id", buildId)
                .query(String.class)
                .single());
    }
}
