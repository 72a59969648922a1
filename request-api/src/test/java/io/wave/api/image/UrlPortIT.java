package io.wave.api.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.api.ApiClient;
import io.wave.api.ApiClient.Answer;
import io.wave.api.RequestApiIT;
import io.wave.image.Digest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** URLs with numbers that no port can have are rejected where they are named. */
class UrlPortIT extends RequestApiIT {

    private static final String DIGESTS =
            "'gzipDigest':'%1$s','gzipSize':7,'tarDigest':'%1$s'".formatted(Digest.of(new byte[] {1}));

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            value = {
                "{'containerFile':'<FROM busybox~ADD http://<server>/x /x~>'} | containerFile",
                "{'containerFile':'<FROM busybox~ADD --chown=1 ssh://u@<server>/x /x~>'} | containerFile",
                "{'containerFile':'<BootStrap: debootstrap~MirrorURL: http://<server>/debian~>','format':'sif','freeze':true,"
                        + "'buildRepository':'a/b'} | containerFile",
                "{'containerFile':'RlJPTSBhCg==','buildContext':{'location':'http://<server>/c',<digests>}}"
                        + " | buildContext.location",
                "{'containerImage':'<image>','containerConfig':{'layers':[{'location':'https://<server>/l',<digests>}]}}"
                        + " | containerConfig.layers[0].location",
                "{'packages':{'type':'CONDA','entries':['a'],'channels':['https://<server>/c']}} | packages.channels[0]",
                "{'packages':{'type':'CONDA','entries':['https://<server>/c::a']}} | packages.entries[0]",
                "{'packages':{'type':'CONDA','entries':['https://<server>/conda.lock']}} | packages.entries[0]",
                "{'packages':{'type':'CONDA','environment':'<channels: [http://<server>/c]~>'}} | packages.environment",
            })
    void portsThatCannotExistAreNamed(String json, String field) {
        for (String server : new String[] {"files.example:65536", "files.example:08080", "files.example:0"}) {
            Answer answer = client().submit(withServer(json, server));
            assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
            assertThat(answer.text("message"))
                    .isEqualTo("%s: the port of '%s' must be from 1 to 65535, without leading zeros"
                            .formatted(field, server));
        }
    }

    /** With the text in angle brackets encoded. */
    private String withServer(String json, String server) {
        String named =
                json.replace("<server>", server).replace("<digests>", DIGESTS).replace("<image>", image());
        int start = named.indexOf('<');
        if (start < 0) {
            return named;
        }
        int end = named.indexOf('>', start);
        String text = named.substring(start + 1, end).replace('~', '\n');
        return named.substring(0, start) + ApiClient.base64(text) + named.substring(end + 1);
    }
}
