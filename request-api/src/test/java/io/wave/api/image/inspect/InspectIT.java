package io.wave.api.image.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.api.ApiClient.Answer;
import io.wave.api.RequestApiIT;
import io.wave.image.Digest;
import io.wave.local.fake.ScriptedAnswer;
import io.wave.oci.MediaTypes;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Inspection of every kind of image document, as raw JSON. */
class InspectIT extends RequestApiIT {

    private static final String CONFIG = json("""
            {'architecture':'arm64','os':'linux','created':'2024-04-09T22:31:35.5+02:00','container':'abc',
             'config':{'Hostname':'h','Domainname':'','User':'me','AttachStdin':false,'Tty':true,'Image':'base',
               'Env':['PATH=/bin'],'Cmd':null,'Entrypoint':'/run.sh','WorkingDir':'/work','Labels':{'a':'b'}},
             'rootfs':{'type':'layers','diff_ids':['sha256:11']},'history':[{'created':'x'}]}
            """);
    private static final String SHOWN_CONFIG = json("""
            'config':{'architecture':'arm64','container':'abc','created':'2024-04-09T20:31:35.500Z',\
            'config':{'hostName':'h','user':'me','attachStdin':false,'tty':true,'env':['PATH=/bin'],'image':'base',\
            'workingDir':'/work','entrypoint':['/run.sh'],'labels':{'a':'b'}},\
            'rootfs':{'type':'layers','diff_ids':['sha256:11']}}""");
    private static final String MANIFEST = manifest(MediaTypes.OCI_MANIFEST, CONFIG);
    private static final String INDEX = json("""
            {'schemaVersion':2,'mediaType':'%s','manifests':[
              {'mediaType':'%s','digest':'%s','size':7,'platform':{'architecture':'amd64','os':'linux'}},
              {'mediaType':'%s','digest':'%s','size':8,'annotations':{'k':'v'},
               'platform':{'architecture':'arm64','os':'linux','variant':'v8'}}]}
            """.formatted(
                    MediaTypes.OCI_INDEX,
                    MediaTypes.OCI_MANIFEST,
                    Digest.of(bytes("other")),
                    MediaTypes.OCI_MANIFEST,
                    Digest.of(bytes(MANIFEST))));

    @BeforeAll
    static void images() {
        put("inspect/oci", "1.0", MediaTypes.OCI_MANIFEST, MANIFEST);
        put("inspect/docker", "1.0", MediaTypes.DOCKER_MANIFEST, manifest(MediaTypes.DOCKER_MANIFEST, CONFIG));
        put("inspect/index", "1.0", MediaTypes.OCI_INDEX, INDEX);
        put("inspect/index", Digest.of(bytes(MANIFEST)).toString(), MediaTypes.OCI_MANIFEST, MANIFEST);
        put("inspect/broken", "1.0", MediaTypes.OCI_MANIFEST, manifest(MediaTypes.OCI_MANIFEST, "<html>"));
        for (String name : new String[] {"oci", "docker", "index", "broken"}) {
            blob("inspect/" + name, name.equals("broken") ? "<html>" : CONFIG);
        }
        REGISTRY.on("/v2/inspect/denied/manifests/latest", ScriptedAnswer.error(403, "DENIED"));
        REGISTRY.on("/v2/inspect/secret/manifests/latest", ScriptedAnswer.error(401, "UNAUTHORIZED"));
        REGISTRY.on("/v2/inspect/down/manifests/latest", ScriptedAnswer.of(500));
        REGISTRY.on(
                "/v2/inspect/busy/manifests/latest",
                ScriptedAnswer.error(429, "TOOMANYREQUESTS").with("Retry-After", "1"));
    }

    @Test
    void ociImage() {
        assertThat(inspect("inspect/oci:1.0").body()).isEqualTo(json("""
                {'container':{'registry':'docker.io','hostName':'https://registry-1.docker.io','imageName':'inspect/oci',\
                'reference':'1.0','digest':'%s',%s,'manifest':{'schemaVersion':2,'mediaType':'%s',\
                'config':{'mediaType':'%s','digest':'%s','size':%d},\
                'layers':[{'mediaType':'%s','digest':'%s','size':9007199254740993}]},'v1':false,'v2':true,'oci':true}}""".formatted(
                        Digest.of(bytes(MANIFEST)),
                        SHOWN_CONFIG,
                        MediaTypes.OCI_MANIFEST,
                        MediaTypes.OCI_CONFIG,
                        Digest.of(bytes(CONFIG)),
                        CONFIG.length(),
                        MediaTypes.OCI_LAYER_GZIP,
                        DIGEST)));
    }

    @Test
    void dockerImage() {
        assertThat(inspect("docker.io/inspect/docker:1.0").body())
                .contains(SHOWN_CONFIG, json("'v1':false,'v2':true,'oci':false"));
    }

    @Test
    void indexWithoutPlatform() {
        assertThat(inspect("inspect/index:1.0").body()).isEqualTo(json("""
                {'index':{'schemaVersion':2,'mediaType':'%s','digest':'%s','manifests':[\
                {'mediaType':'%s','digest':'%s','size':7,'platform':{'architecture':'amd64','os':'linux'}},\
                {'mediaType':'%s','digest':'%s','size':8,'annotations':{'k':'v'},\
                'platform':{'architecture':'arm64','os':'linux','variant':'v8'}}]}}""".formatted(
                        MediaTypes.OCI_INDEX,
                        Digest.of(bytes(INDEX)),
                        MediaTypes.OCI_MANIFEST,
                        Digest.of(bytes("other")),
                        MediaTypes.OCI_MANIFEST,
                        Digest.of(bytes(MANIFEST)))));
    }

    @Test
    void imageForPlatformInIndex() {
        Answer answer = inspect("inspect/index:1.0", "?platform=linux/arm64/v8");
        assertThat(answer.body())
                .contains(SHOWN_CONFIG, json("'reference':'1.0','digest':'" + Digest.of(bytes(MANIFEST))));
        assertThat(inspect("inspect/index:1.0", "?platform=arm").status()).isEqualTo(404);
        assertThat(inspect("inspect/oci:1.0", "?platform=arm").status()).isEqualTo(200);
    }

    @Test
    void dockerSchema1ImageHasOldestLayerFirst() {
        String payload = json("{'schemaVersion':1,'fsLayers':[{'blobSum':'sha256:new'},{'blobSum':'sha256:old'}],"
                + "'history':[{'v1Compatibility':'{\\'architecture\\':\\'amd64\\',\\'config\\':{\\'Cmd\\':[\\'sh\\']}}'},"
                + "{'v1Compatibility':'{}'}]");
        String format = json("{'formatLength':%d,'formatTail':'fQ'}".formatted(payload.length()));
        String signed = payload
                + json(",'signatures':[{'protected':'%s'}]}"
                        .formatted(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(format))));
        put("inspect/schema1", "1.0", MediaTypes.DOCKER_SCHEMA1, signed);
        assertThat(inspect("inspect/schema1:1.0").body()).isEqualTo(json("""
                {'container':{'registry':'docker.io','hostName':'https://registry-1.docker.io',\
                'imageName':'inspect/schema1','reference':'1.0','digest':'%s',\
                'config':{'architecture':'amd64','config':{'cmd':['sh']}},\
                'manifest':{'schemaVersion':1,'mediaType':'%s','layers':[\
                {'mediaType':'%s','digest':'sha256:old'},{'mediaType':'%s','digest':'sha256:new'}]},\
                'v1':true,'v2':false,'oci':false}}""".formatted(
                        Digest.of(bytes(payload + "}")),
                        MediaTypes.DOCKER_SCHEMA1,
                        MediaTypes.DOCKER_LAYER_GZIP,
                        MediaTypes.DOCKER_LAYER_GZIP)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret", "denied"})
    void remedyForAPrivateImageIsNamed(String name) {
        assertThat(inspect("inspect/" + name, "").text("message"))
                .endsWith("; use an API token with credentials for 'docker.io'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            value = {
                "inspect/none   | 404 | containerImage: 'docker.io/inspect/none:latest' not found",
                "inspect/secret | 401 | containerImage: 'docker.io/inspect/secret:latest'",
                "inspect/denied | 403 | containerImage: 'docker.io/inspect/denied:latest'",
                "inspect/down   | 503 | containerImage: 'docker.io/inspect/down:latest'",
                "inspect/busy   | 429 | containerImage: 'docker.io/inspect/busy:latest'",
                "inspect/broken:1.0 | 400 | containerImage: 'docker.io/inspect/broken:1.0' has an invalid image manifest or configuration",
                "docker://a/b   | 400 | containerImage: invalid name",
                "a b            | 400 | containerImage: invalid name",
                "a@sha256:12    | 400 | containerImage: invalid name",
            })
    void registryErrorsKeepTheirStatus(String image, int status, String message) {
        Answer answer = inspect(image);
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.text("message")).startsWith(message);
        assertThat(answer.header("WWW-Authenticate")).isEmpty();
        assertThat(answer.header("Retry-After")).isEqualTo(status == 429 ? "1" : status == 503 ? "5" : "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            value = {
                "{}                                            | '' | containerImage: is required",
                "{'containerImage':' '}                        | '' | containerImage: is required",
                "{'containerImage':['a','b']}                  | '' | containerImage: must be a string",
                "{'containerImage':'a','towerAccessToken':'t'} | '' | towerAccessToken: is not supported",
                "{'containerImage':'a','towerAccessToken':'t','towerEndpoint':'https://api.tower.nf'} | '' | towerAccessToken: is not supported",
                "{'containerImage':'a'}                        | ?platform=amd64,arm64 | platform: must be a single platform",
                "{'containerImage':'a'}                        | ?platform=sparc | platform: 'sparc' has an unsupported architecture",
                "nonsense                                      | '' | body: invalid JSON",
            })
    void invalidRequestsNameTheField(String body, String query, String message) {
        Answer answer = client().post("/v1alpha1/inspect" + query, json(body));
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.text("message")).startsWith(message);
    }

    @Test
    void unexpectedBearerHeaderIsIgnored() {
        Answer answer = client().send(client().request("/v1alpha1/inspect")
                .header("Authorization", "Bearer x")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json("{'containerImage':'inspect/oci:1.0','towerAccessToken':''}"))));
        assertThat(answer.status()).isEqualTo(200);
    }

    private Answer inspect(String image) {
        return inspect(image, "");
    }

    private Answer inspect(String image, String query) {
        return client().post("/v1alpha1/inspect" + query, json("{'containerImage':'%s'}".formatted(image)));
    }

    private static String manifest(String type, String config) {
        return json("""
                {'schemaVersion':2,'mediaType':'%s','config':{'mediaType':'%s','digest':'%s','size':%d},
                 'layers':[{'mediaType':'%s','digest':'%s','size':9007199254740993,'urls':['x']}]}
                """.formatted(
                        type,
                        MediaTypes.OCI_CONFIG,
                        Digest.of(bytes(config)),
                        config.length(),
                        MediaTypes.OCI_LAYER_GZIP,
                        DIGEST));
    }

    private static void put(String repository, String reference, String type, String document) {
        REGISTRY.on(
                "/v2/%s/manifests/%s".formatted(repository, reference), ScriptedAnswer.content(type, bytes(document)));
    }

    private static void blob(String repository, String content) {
        REGISTRY.on(
                "/v2/%s/blobs/%s".formatted(repository, Digest.of(bytes(content))),
                ScriptedAnswer.content("application/octet-stream", bytes(content)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }
}
