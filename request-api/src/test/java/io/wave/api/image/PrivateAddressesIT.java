package io.wave.api.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.api.ApiClient;
import io.wave.api.ApiClient.Answer;
import io.wave.api.RequestApiIT;
import io.wave.image.Digest;
import io.wave.local.fake.ScriptedAnswer;
import io.wave.local.fake.ScriptedRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.TestPropertySource;

/** No name or URL in a request makes the service connect to a private address, except configured registries. */
@TestPropertySource(properties = "wave.security.ssrf-protection.allowed=")
class PrivateAddressesIT extends RequestApiIT {

    private static final ScriptedRegistry INSIDE = ScriptedRegistry.start();
    private static final Digest DIGEST_OF_LAYER = Digest.of(new byte[] {1});

    @AfterAll
    static void stop() {
        INSIDE.close();
    }

    @Test
    void configuredRegistriesAreAllowed() {
        assertThat(client().submit("{'containerImage':'%s'}".formatted(image())).status())
                .isEqualTo(200);
    }

    @Test
    void theMessageSaysWhatToDo() {
        Answer answer = client().submit("{'containerImage':'10.0.0.1/a/b'}");
        assertThat(answer.text("message"))
                .isEqualTo(
                        "containerImage: host '10.0.0.1' has a private address, which is not allowed; the operator of"
                                + " this service can allow it with wave.security.ssrf-protection.allowed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            value = {
                "{'containerImage':'<inside>/a/b'} | containerImage: host '",
                "{'containerImage':'localhost:<port>/a/b'} | containerImage: host '",
                "{'containerImage':'10.0.0.1/a/b'} | containerImage: host '",
                "{'containerImage':'169.254.169.254/a/b'} | containerImage: host '",
                "{'containerImage':'[::1]:5000/a/b'} | containerImage: host '",
                "{'containerFile':'RlJPTSBhCg==','buildRepository':'<inside>/a'} | buildRepository: host '",
                "{'containerFile':'RlJPTSBhCg==','cacheRepository':'<inside>/a'} | cacheRepository: host '",
                "{'containerFile':'RlJPTSBhCg==','buildContext':{'location':'http://<inside>/c',<layer>}} |"
                        + " buildContext.location: host '",
                "{'containerImage':'<image>','containerConfig':{'layers':[{'location':'http://<inside>/l',<layer>}]}}"
                        + " | containerConfig.layers[0].location: host '",
                "{'containerImage':'<image>','containerConfig':{'layers':[{'location':'docker://<inside>/v2/a/b/blobs/<digest>',<layer>}]}}"
                        + " | containerConfig.layers[0].location: host '",
            })
    void privateHostsAreRejectedWithoutConnection(String json, String message) {
        String layer = "'gzipDigest':'<digest>','gzipSize':7,'tarDigest':'<digest>'";
        Answer answer = client().submit(json.replace("<layer>", layer)
                .replace("<digest>", DIGEST_OF_LAYER.toString())
                .replace("<image>", image())
                .replace("<inside>", INSIDE.host())
                .replace("<port>", INSIDE.host().split(":")[1]));
        assertRefused(answer, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            value = {
                "FROM busybox~FROM --platform=linux/amd64 <inside>/a/b:1 AS x~ | containerFile: host '",
                "from 10.0.0.1/a/b~ | containerFile: host '",
                "FROM busybox~COPY --chown=1 --from=<inside>/a/b /x /x~ | containerFile: host '",
                "FROM busybox~ADD --chown=1 http://<inside>/x /x~ | containerFile: host '",
                "\ufeffFROM <inside>/x:1~ | containerFile: host '",
                "\fFROM\f<inside>/x:1~ | containerFile: host '",
                "FROM \\~# c~ <inside>/x:1~ | containerFile: host '",
                "FROM alpine~ADD \\~ http://<inside>/x /x~ | containerFile: host '",
                "FROM alpine~ADD http://localhost.invalid/a http://<inside>/b /x/~ | containerFile: host '",
                "FROM alpine~ADD [\"http://<inside>/b\", \"/x/\"]~ | containerFile: host '",
                "FROM alpine~ADD git@127.0.0.1:a/b.git /x/~ | containerFile: host '",
                "FROM alpine~ADD http://2130706433/x /x~ | containerFile: contains a URL with an invalid host",
                "FROM alpine~ENV U=http://<inside>~ADD $U/b /x/~ | containerFile: host '",
                "ARG R=<inside>~FROM $R/x:1~ | containerFile: host '",
                "ARG R~FROM ${R:-<inside>}/x:1~ | containerFile: host '",
                "FROM \"<inside>/x:1\"~ | containerFile: host '",
                "FROM docker://<inside>/x:1~ | containerFile: host '",
                "FROM busybox~RUN --mount=type=bind,from=<inside>/a/b,target=/x true~ | containerFile: host '",
                "FROM busybox~ONBUILD ADD http://<inside>/x /x~ | containerFile: host '",
                "FROM busybox~RUN <<EOF~FROM <inside>/a/b~EOF~ | containerFile: host '",
                "# syntax=<inside>/a/b~FROM busybox~ | containerFile: host '",
            })
    void privateHostsInContainerFilesAreRejected(String file, String message) {
        String text = file.replace("<inside>", INSIDE.host()).replace('~', '\n');
        assertRefused(client().submit("{'containerFile':'%s'}".formatted(ApiClient.base64(text))), message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BootStrap: docker~From: <inside>/a/b~",
                "BootStrap: docker~From: <inside>/{{ x }}~%arguments~ x=b~",
                "BootStrap: oras~From: <inside>/a/b~",
                "BootStrap: library~From: a~Library: <inside>~",
                "BootStrap: debootstrap~MirrorURL: http://<inside>/debian~",
            })
    void privateHostsInDefinitionFilesAreRejected(String file) {
        String text = file.replace("<inside>", INSIDE.host()).replace('~', '\n');
        assertRefused(
                client().submit("{'containerFile':'%s','format':'sif','freeze':true,'buildRepository':'a/b'}"
                        .formatted(ApiClient.base64(text))),
                "containerFile: host '");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "channels: [\"http://<inside>/c\"]~dependencies: [a]~",
                "channels: [\"http:\\x2f\\x2f<inside>/c\"]~",
                "dependencies:~- http://<inside>/c::a~",
                "dependencies:~- a~- pip:~  - --index-url=http://<inside>/simple~  - b~",
                "dependencies:~- pip:~  - a @ git+http://<inside>/a.git~",
                "default_channels:~- http://<inside>/c~",
                "custom_channels: {x: \"http://<inside>/c\"}~",
                "@EXPLICIT~http://<inside>/c/noarch/a-1-0.conda~",
            })
    void privateHostsInEnvironmentsAreRejected(String environment) {
        String text = environment.replace("<inside>", INSIDE.host()).replace('~', '\n');
        assertRefused(
                client().submit("{'packages':{'type':'CONDA','environment':'%s'}}".formatted(ApiClient.base64(text))),
                "packages.environment: host '");
    }

    @Test
    void privateCacheRepositoriesAreRejected() {
        assertRefused(
                client().submit("{'containerFile':'RlJPTSBhCg==','cacheRepository':'%s/a'}".formatted(INSIDE.host())),
                "cacheRepository: host '");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            value = {
                "{'type':'CONDA','entries':['http://<inside>/lock.yml']} | packages.entries: host '",
                "{'type':'CONDA','entries':['a'],'channels':['http://<inside>/channel']} | packages.channels: host '",
                "{'type':'CONDA','entries':['http://<inside>/channel::a']} | packages.entries",
                "{'type':'CONDA','entries':['a[channel=http://<inside>/c]']} | packages.entries: host '",
                "{'type':'CONDA','entries':['pip:a@http://<inside>/c']} | packages.entries: host '",
                "{'type':'CONDA','entries':['a'],'condaOpts':{'basePackages':'b[url=http://<inside>/c]'}} |"
                        + " packages.condaOpts.basePackages: host '",
                "{'type':'CRAN','entries':['a'],'channels':['http://<inside>/cran']} | packages.channels: host '",
                "{'type':'CRAN','entries':['http://<inside>/a.tar.gz']} | packages.entries: host '",
                "{'type':'CONDA','entries':['a'],'condaOpts':{'mambaImage':'<inside>/a/b'}} | packages: host '",
            })
    void privatePackageHostsAreRejected(String packages, String message) {
        String json = packages.replace("<inside>", INSIDE.host());
        assertRefused(client().submit("{'packages':%s}".formatted(json)), message);
    }

    @Test
    void redirectsToPrivateHostsAreNotFollowed() {
        REGISTRY.on(
                "/v2/leads/inside/manifests/redirect",
                ScriptedAnswer.of(307).with("Location", "http://" + INSIDE.host() + "/v2/a/b/manifests/latest"));
        REGISTRY.on(
                "/v2/leads/inside/manifests/realm",
                ScriptedAnswer.error(401, "UNAUTHORIZED")
                        .with("WWW-Authenticate", "Bearer realm=\"http://%s/token\"".formatted(INSIDE.host())));
        for (String tag : new String[] {"redirect", "realm"}) {
            String body = "{'containerImage':'leads/inside:%s'}".formatted(tag);
            String message = "containerImage: 'docker.io/leads/inside:%s': host '".formatted(tag);
            assertRefused(client().submit(body), message);
            assertRefused(client().post("/v1alpha1/inspect", body.replace('\'', '"')), message);
        }
    }

    @ParameterizedTest
    @CsvSource({"<inside>,host", "localhost,host", "http://10.0.0.1/v2/,host"})
    void credentialsAreNotSentToPrivateHosts(String registry, String message) {
        String body = "{'userName':'u','password':'p','registry':'%s'}"
                .formatted(registry.replace("<inside>", INSIDE.host()));
        assertRefused(client().post("/v1alpha2/validate-creds", body.replace('\'', '"')), "registry: " + message);
    }

    @Test
    void credentialsForUnknownHostAreRejected() {
        String body = "{'userName':'u','password':'p','registry':'no.such.host.invalid'}".replace('\'', '"');
        assertThat(client().post("/v1alpha2/validate-creds", body).text("message"))
                .isEqualTo("registry: unknown host 'no.such.host.invalid'");
    }

    private static void assertRefused(Answer answer, String message) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.text("message")).startsWith(message);
        assertThat(INSIDE.calls()).isEmpty();
    }
}
