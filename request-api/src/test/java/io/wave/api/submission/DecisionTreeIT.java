package io.wave.api.submission;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.api.ApiClient.Answer;
import io.wave.api.RequestApiIT;
import io.wave.job.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.core.StringRedisTemplate;

/** The validation rules in their order, each with its field; rejected requests store nothing. */
class DecisionTreeIT extends RequestApiIT {

    private static final String FILE = "'containerFile':'RlJPTSBhCg=='";

    @Autowired
    private StringRedisTemplate redis;

    @Autowired
    private Environment settings;

    private final Instant start = Instant.now();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                // names
                "'containerImage':'docker://a'                                         | 400 | containerImage: must not start",
                "'containerImage':'http:foo'                                           | 400 | containerImage",
                "'containerImage':'Alpine'                                             | 400 | containerImage: invalid name 'Alpine': invalid repository 'library/Alpine': must be in lower case",
                "FILE,'buildRepository':'x.io/a+b'                                     | 400 | buildRepository: invalid name 'x.io/a+b': invalid repository 'a+b': use lowercase letters",
                "FILE,'buildRepository':'docker://x/y'                                 | 400 | buildRepository: must not include a protocol",
                "FILE,'buildRepository':'x.io/y@sha256:aa'                             | 400 | buildRepository: must not include a tag or digest",
                "FILE,'buildRepository':'me:pw@x.io/y'                                 | 400 | buildRepository: must not include a user name or password",
                "FILE,'cacheRepository':'foo.com'                                      | 400 | cacheRepository: must name a repository",
                "FILE,'cacheRepository':'foo.com/x:1'                                  | 400 | cacheRepository: must not include a tag",
                "FILE,'cacheRepository':'a b'                                          | 400 | cacheRepository",
                // mirrors
                "'mirror':true                                                         | 400 | containerImage: is required by mirror",
                "'mirror':true,'towerAccessToken':'t','containerImage':'a b'           | 400 | containerImage: invalid name 'a b'",
                // modes
                "FILE,'packages':{}                                                    | 400 | packages: cannot be combined",
                "FILE,'condaFile':'YQ=='                                               | 400 | condaFile: is deprecated",
                "FILE,'freeze':true                                                    | 400 | freeze: requires buildRepository",
                "FILE,'freeze':true,'buildRepository':'wave/build'                     | 400 | buildRepository: must not be 'wave/build', a repository of this service",
                "'containerImage':'a','freeze':true                                    | 400 | freeze: requires buildRepository",
                "'packages':{'type':'CONDA','entries':['a']},'freeze':true             | 400 | freeze: requires buildRepository",
                // platforms
                "'containerImage':'a','containerPlatform':'a/b/c/d'                    | 400 | containerPlatform",
                "FILE,'containerPlatform':'amd64,arm/v7'                               | 400 | containerPlatform",
                "'containerImage':'a','containerPlatform':'amd64,arm64'                | 400 | containerPlatform",
                "'containerImage':'a','containerPlatform':'sparc'                      | 400 | containerPlatform: 'sparc' has an unsupported architecture: use amd64",
                // sources
                "'dryRun':true                                                         | 400 | containerImage: one of containerImage, containerFile and packages is required",
                "FILE,'format':'sif'                                                   | 400 | format: 'sif' requires freeze",
                "'containerImage':'a','scanMode':'required'                            | 501 | scanMode",
                "'containerImage':'a','containerIncludes':['a','b','c','d','e','f','g','h','i','j','k'] | 400 | containerIncludes: must not have more than 10 images",
                "'containerImage':'absent/image'                                       | 400 | containerImage: 'docker.io/absent/image:latest' does not exist, or access is denied: check the name; for a private image, use an API token with credentials for 'docker.io'",
                "'image':'alpine','tag':['1'],'more':{'a':{}}                          | 400 | containerImage: one of containerImage, containerFile and packages is required; not known: 'image', 'more'",
                "FILE,'format':'ova'                                                   | 400 | format: must be 'docker' or 'sif', not 'ova'",
                "FILE,'format':'SIF'                                                   | 400 | format: 'sif' requires freeze",
                "'containerFile':'UlVOIGxzCg=='                                        | 400 | containerFile: has no FROM instruction: begin with 'FROM <image>'",
                // builds
                "'containerFile':'L2thbmlrbw=='                                        | 400 | containerFile: must not refer to '/kaniko' (code 101)",
                "'containerFile':'Ly5kb2NrZXIvY29uZmlnLmpzb24='                        | 400 | containerFile: must not refer to '/.docker/config.json' (code 100)",
                "FILE,'timestamp':'2026-01-01T00:00:00'                                | 400 | timestamp",
                "FILE,'buildCompression':{'mode':'lz4'}                                | 400 | buildCompression.mode: must be one of",
                "FILE,'buildCompression':{'mode':'GZIP'}                               | 400 | buildCompression.mode: must be one of",
                "FILE,'buildCompression':{'mode':'gzip','level':10}                    | 400 | buildCompression.level: must be between 0 and 9",
                "FILE,'buildCompression':{'mode':'estargz','level':10}                 | 400 | buildCompression.level: must be between 0 and 9",
                "FILE,'buildCompression':{'level':'high'}                              | 400 | buildCompression.level",
                "FILE,'buildCompression':{'level':1.5}                                 | 400 | buildCompression.level",
                "FILE,'buildCompression':{'force':'maybe'}                             | 400 | buildCompression.force",
                "FILE,'buildCompression':'zstd'                                        | 400 | buildCompression",
                "FILE,'buildCompression':{'mode':'zstd','level':23}                    | 400 | buildCompression.level",
                "FILE,'buildCompression':{'level':-1}                                  | 400 | buildCompression.level",
            })
    void isRejected(String members, int status, String message) {
        List<Long> before = stored();
        Answer answer = client().submit("{" + expanded(members) + "}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.text("message")).startsWith(message);
        assertThat(stored()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"containerFile,10001", "condaFile,50001"})
    void longTextsAreRejected(String field, int length) {
        Answer answer = client().submit("{'%s':'%s'}".formatted(field, "a".repeat(length)));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("message")).startsWith(field + ": must not be longer than " + (length - 1));
    }

    @Test
    void formatsMayBeInUpperCaseAndUnknownMembersAreIgnored() {
        Answer answer = client().submit(
                        "{%s,'format':'Docker','labels':{'a':'b'},'fingerprint':'x','dryRun':true}".formatted(FILE));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    private static String expanded(String members) {
        return members.replace("FILE", FILE);
    }

    /** The number of rows and objects that requests create. */
    private List<Long> stored() {
        return List.of(
                count("container_request"),
                count("image_build"),
                events(),
                (long) redis.keys("request:*").size(),
                objects());
    }

    /** Of this test: commands of builds of earlier ones may be sent again meanwhile. */
    private long events() {
        return jdbc.sql("SELECT count(*) FROM requests.outbox WHERE topic = ? AND created_at >= ?")
                .params(Topics.REQUEST_EVENTS, OffsetDateTime.ofInstant(start, ZoneOffset.UTC))
                .query(Long.class)
                .single();
    }

    private long objects() {
        Path folder = Path.of(Objects.requireNonNull(settings.getProperty("wave.store.location")));
        if (!Files.exists(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).count();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
