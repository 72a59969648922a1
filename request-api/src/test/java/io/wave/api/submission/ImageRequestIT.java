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
import io.wave.token.RequestRecord;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.redis.core.StringRedisTemplate;
import tools.jackson.databind.json.JsonMapper;

class ImageRequestIT extends RequestApiIT {

    @Autowired
    private StringRedisTemplate redis;

    @Test
    void imageIsServedUnderToken() {
        String image = image();
        Answer answer = client().submit("{'containerImage':'%s'}".formatted(image));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        String token = answer.text("requestId");
        assertThat(token).matches("[0-9a-f]{12}").isEqualTo(answer.text("containerToken"));
        assertThat(answer.text("targetImage")).isEqualTo("localhost:9090/wt/" + token + "/" + image + ":latest");
        assertThat(answer.text("containerImage")).isEqualTo("docker.io/" + image + ":latest");
        assertThat(answer.body())
                .contains("\"freeze\":false", "\"mirror\":false", "\"succeeded\":true")
                .doesNotContain("buildId", "cached", "null");
        assertThat(answer.text("expiration")).endsWith("Z");
        assertThat(inRedis(token).sourceDigest()).isEqualTo(DIGEST);
    }

    @Test
    void explicitNullsAndUnknownFieldsAreIgnored() {
        Answer answer = client().submit("""
                {'containerImage':'%s','containerFile':null,'towerAccessToken':null,'freeze':null,'mirror':null,
                 'containerConfig':{'entrypoint':null,'cmd':null,'env':null,'workingDir':null,'layers':null},
                 'packages':null,'buildContext':null,'scanMode':null,'what':{'is':['this']}}
                """.formatted(image()));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(inRedis(answer.text("requestId")).config()).isNull();
    }

    @Test
    void inlineLayersAreStored() {
        byte[] content = TestLayers.tarGz("hello.txt", "hello");
        Layer layer = TestLayers.inline(content);
        Answer answer = client().submit("""
                {'containerImage':'%s','containerConfig':{'env':'FOO=bar','layers':[
                  {'location':'%s','gzipDigest':'%s','gzipSize':%d,'tarDigest':'%s'}]}}
                """.formatted(
                        image(), layer.location(), layer.gzipDigest(), layer.gzipSize(), layer.tarDigest()));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        RequestRecord record = inRedis(answer.text("requestId"));
        assertThat(record.config()).satisfies(config -> {
            assertThat(config.env()).containsExactly("FOO=bar");
            assertThat(config.layerList().getFirst().location()).isEqualTo("blob:" + Digest.of(content));
        });
        assertThat(client().get("/v1alpha2/container/" + answer.text("requestId"))
                        .body())
                .contains("data:DATA+OMITTED")
                .doesNotContain("blob:sha256");
    }

    @Test
    void statusOfImageIsDone() {
        String token =
                client().submit("{'containerImage':'%s'}".formatted(image())).text("requestId");
        Answer status = client().get("/v1alpha2/container/" + token + "/status");
        assertThat(status.status()).isEqualTo(200);
        assertThat(status.body())
                .contains("\"status\":\"DONE\"", "\"succeeded\":true", "\"creationTime\":\"")
                .containsPattern("\"duration\":\\d+\\.\\d+");
    }

    @Test
    void version1HasItsOwnResponse() {
        Answer answer = client().post("/container-token", "{\"containerImage\":\"%s\"}".formatted(image()));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body())
                .contains("requestId", "containerToken", "expiration")
                .doesNotContain("freeze", "mirror", "succeeded", "cached");
        Answer description = client().get("/container-token/" + answer.text("containerToken"));
        assertThat(description.json().at("/source/digest").asString()).isEqualTo(DIGEST.toString());
    }

    @Test
    void missingImageIsBadRequest() {
        Answer answer = client().submit("{'containerImage':'test/nothing:1'}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("message")).contains("containerImage", "docker.io/test/nothing:1");
    }

    @Test
    void unavailableRegistryIsNotAbsence() {
        REGISTRY.on("/v2/test/broken/manifests/1", ScriptedAnswer.of(500));
        Answer answer = client().submit("{'containerImage':'test/broken:1'}");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isNotEmpty();
        assertThat(answer.text("message")).contains("containerImage");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            value = {
                "{'containerImage':'registry.invalid/foo:1'} | registry.invalid",
                "{'containerImage':'127.0.0.1:1/foo:1'} | 127.0.0.1:1",
                "{'containerImage':'busybox','containerIncludes':['registry.invalid/foo:1']} | registry.invalid",
                "{'containerFile':'RlJPTSBidXN5Ym94Cg==','buildRepository':'registry.invalid/foo'} | registry.invalid",
                "{'containerFile':'RlJPTSBidXN5Ym94Cg==','buildRepository':'127.0.0.1:1/foo'} | 127.0.0.1:1",
                "{'containerFile':'RlJPTSBidXN5Ym94Cg==','cacheRepository':'registry.invalid/foo'} | registry.invalid",
                "{'packages':{'type':'CONDA','entries':['a'],'condaOpts':{'baseImage':'registry.invalid/foo'}},'freeze':true,"
                        + "'buildRepository':'a.test/b','containerConfig':{'env':['A=b']}} | registry.invalid",
                "{'containerImage':'registry.invalid/foo:1','freeze':true,'buildRepository':'a.test/b'} | registry.invalid",
                "{'containerFile':'RlJPTSByZWdpc3RyeS5pbnZhbGlkL2Zvbwo=','freeze':true,'buildRepository':'a.test/b',"
                        + "'containerConfig':{'env':['A=b']}} | registry.invalid",
            })
    void unreachableHostIsBadRequest(String json, String host) {
        Answer answer = client().submit(json);
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.text("message"))
                .matches("(container(Image|File|Includes)|(build|cache)Repository|packages).*")
                .contains(host);
        assertThat(answer.header("Retry-After")).isEmpty();
    }

    @Test
    void artifactIsBadRequest() {
        byte[] manifest = "{\"schemaVersion\":1,\"fsLayers\":[],\"history\":[]}".getBytes(StandardCharsets.UTF_8);
        REGISTRY.on(
                "/v2/test/old/manifests/1",
                ScriptedAnswer.content("application/vnd.docker.distribution.manifest.v1+json", manifest));
        Answer answer = client().submit("{'containerImage':'test/old:1'}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("message"))
                .startsWith("containerImage: must be an OCI or Docker")
                .contains("test/old:1");
    }

    @Test
    void forgedAddressAndBearerHeaderAreIgnored() {
        Answer answer = client().send(client().request("/v1alpha2/container")
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer x")
                .header("X-Wave-Client-Address", "10.9.8.7")
                .POST(BodyPublishers.ofString("{\"containerImage\":\"%s\"}".formatted(image()))));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(client().get("/v1alpha2/container/" + answer.text("requestId"))
                        .text("ipAddress"))
                .isEqualTo("127.0.0.1");
    }

    @Test
    void operatorRevokesToken() {
        String token =
                client().submit("{'containerImage':'%s'}".formatted(image())).text("requestId");
        Answer stranger = revoke(token, "operator:guess");
        assertThat(stranger.status()).isEqualTo(401);
        assertThat(stranger.header("WWW-Authenticate")).isEqualTo("Basic realm=Wave Authentication");
        assertThat(revoke(token, "operator:secret").status()).isEqualTo(200);
        assertThat(client().get("/v1alpha2/container/" + token + "/status").status())
                .isEqualTo(404);
        assertThat(redis.opsForValue().get(RedisKeys.request(new ContainerToken(token))))
                .isEqualTo(RedisKeys.REVOKED);
        assertThat(revoke(token, "operator:secret").status()).isEqualTo(404);
    }

    private Answer revoke(String token, String account) {
        return client().send(client().request("/container-token/" + token)
                .header("Authorization", "Basic " + ApiClient.base64(account))
                .DELETE());
    }

    private RequestRecord inRedis(String token) {
        String json = redis.opsForValue().get(RedisKeys.request(new ContainerToken(token)));
        return JsonMapper.builder().build().readValue(String.valueOf(json), RequestRecord.class);
    }
}
