package io.wave.api.submission;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.api.ApiClient.Answer;
import io.wave.api.RequestApiIT;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Violated rules are reported with the field, and nothing is stored. */
class ValidationIT extends RequestApiIT {

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            quoteCharacter = '~',
            value = {
                "{}                                                              | 400 | containerImage",
                "[]                                                              | 400 | body",
                "nonsense                                                        | 400 | body: invalid JSON",
                "{'containerImage':'a'                                           | 400 | body: invalid JSON",
                "{'containerImage':'a'} x                                        | 400 | body: invalid JSON",
                "{'containerImage':{'a':1}}                                      | 400 | containerImage: must be a"
                        + " string",
                "{'containerImage':'a','freeze':'maybe'}                         | 400 | freeze: must be true or false",
                "{'containerImage':'a','towerWorkspaceId':'x'}                   | 400 | towerWorkspaceId: must be an"
                        + " integer",
                "{'containerImage':'a','towerWorkspaceId':99999999999999999999}  | 400 | towerWorkspaceId: must be an"
                        + " integer",
                "{'containerImage':'a','fingerprint':'\\ud800x'}                  | 400 | fingerprint: must be valid"
                        + " Unicode text",
                "{'containerImage':'a','containerConfig':{'env':['A=\\udc00']}}   | 400 | containerConfig.env[0]: must"
                        + " be valid Unicode text",
                "{'containerImage':'a','containerConfig':{'env':['A=\\u0000']}}   | 400 | containerConfig.env[0]: must"
                        + " not contain NUL",
                "{'containerImage':'a','containerConfig':{'entrypoint':['\\u0000']}} | 400 |"
                        + " containerConfig.entrypoint[0]: must not contain NUL",
                "{'containerImage':'a','containerConfig':{'entrypoint':['\\ud800']}} | 400 |"
                        + " containerConfig.entrypoint[0]: must be valid Unicode text",
                "{'containerImage':'a','scanMode':'ASYNC'}                       | 400 | scanMode: must be one of"
                        + " none, async, required",
                "{'containerImage':'a','scanLevels':['low']}                     | 400 | scanLevels[0]: must be one of"
                        + " LOW",
                "{'containerImage':'a','nameStrategy':1}                         | 400 | nameStrategy",
                "{'containerImage':'a','containerConfig':'x'}                    | 400 | containerConfig",
                "{'containerImage':'a','containerConfig':{'env':['A']}}          | 400 | containerConfig.env",
                "{'containerImage':'a','containerConfig':{'env':{'A':'b'}}}       | 400 | containerConfig.env: must be a list of"
                        + " NAME=value",
                "{'containerImage':'a','containerConfig':{'cmd':{'A':'b'}}}       | 400 | containerConfig.cmd: must be a list",
                "{'containerImage':'a','containerConfig':{'env':[{'A':'b'}]}}     | 400 | containerConfig.env[0]: must be a"
                        + " string",
                "{'containerImage':'a','containerConfig':{'env':[null]}}         | 400 | containerConfig.env: must not"
                        + " contain null",
                "{'containerImage':'a','containerConfig':{'layers':[{}]}}        | 400 |"
                        + " containerConfig.layers[0].location: is required",
                "{'containerImage':'a','containerConfig':{'layers':[null]}}      | 400 | containerConfig.layers[0]:"
                        + " must not be null",
                "{'containerImage':'a','containerConfig':{'layers':'x'}}         | 400 | containerConfig.layers",
                "{'containerImage':'http://x/y'}                                 | 400 | containerImage: must not"
                        + " start with a protocol",
                "{'containerImage':'a b'}                                        | 400 | containerImage",
                "{'containerImage':'docker:quay.io/x'}                           | 400 | containerImage",
                "{'containerImage':'127.1/a'}                                    | 400 | containerImage",
                "{'containerImage':'my_registry.io/a'}                           | 400 | containerImage",
                "{'containerFile':'RlJPTSAweDdmLjEvYQo='}                        | 400 | containerFile, line 1 (FROM):"
                        + " invalid name '0x7f.1",
                "{'containerFile':'RlJPTSBhCg==','buildRepository':'1.2.3/a'}    | 400 | buildRepository",
                "{'containerImage':'a:'}                                         | 400 | containerImage",
                "{'containerImage':'a','containerFile':'RlJPTSBhCg=='}           | 400 | containerImage: cannot be"
                        + " combined",
                "{'containerImage':'a','containerPlatform':'sparc'}              | 400 | containerPlatform",
                "{'containerImage':'a','containerPlatform':','}                  | 400 | containerPlatform",
                "{'containerImage':'a','containerPlatform':'amd64,arm64'}        | 400 | containerPlatform",
                "{'containerFile':'RlJPTSBhCg==','containerPlatform':'arm64,linux/arm/v7'} | 400 | containerPlatform:"
                        + " must be one platform, or linux/amd64,linux/arm64",
                "{'containerFile':'RlJPTSBhCg==','containerPlatform':'amd64,arm64,arm'} | 400 | containerPlatform:"
                        + " must be one platform, or linux/amd64,linux/arm64",
                "{'containerImage':'a','freeze':true,'buildRepository':'a/b','containerPlatform':'amd64,arm64'} | 400"
                        + " | containerPlatform: several platforms require a build",
                "{'containerFile':'RlJPTSBhCg==','format':'sif','containerPlatform':'amd64,arm64'} | 400 | format:"
                        + " 'sif' requires freeze",
                "{'containerFile':'RlJPTSBhCg==','containerIncludes':['b'],'containerPlatform':'amd64,arm64'} | 400 |"
                        + " containerPlatform: several platforms cannot be combined with containerIncludes",
                "{'containerImage':'a','format':'sif'}                           | 400 | format",
                "{'containerImage':'a','freeze':true}                            | 400 | freeze: requires"
                        + " buildRepository, and it must be your own",
                "{'containerImage':'a','condaFile':'x'}                          | 400 | condaFile",
                "{'packages':{'type':'CONDA'}}                                   | 400 | packages.entries:"
                        + " packages.entries or packages.environment is required",
                "{'packages':{}}                                                 | 400 | packages.type: is required",
                "{'packages':{'type':'conda','entries':['a']}}                   | 400 | packages.type: must be one of"
                        + " CONDA, CRAN",
                "{'packages':{'type':'CRAN'},'buildTemplate':'conda/pixi:v1'}    | 400 | buildTemplate",
                "{'packages':{'type':'CONDA','entries':['a b;c']}}               | 400 | packages.entries[0]: must be"
                        + " a Conda package",
                "{'packages':{'type':'CONDA','entries':['http://a/x','b']}}      | 400 | packages.entries: must not"
                        + " contain anything else",
                "{'packages':{'type':'CONDA','entries':['pip::x']}}              | 400 | packages.entries[0]",
                "{'packages':{'type':'CONDA','entries':['http://10.0.0.1/x']}}   | 400 | packages.entries: host '",
                "{'packages':{'type':'CONDA','entries':['http://a..b/x']}}       | 400 | packages.entries[0]: must be"
                        + " an http",
                "{'packages':{'type':'CRAN','entries':['http://10.0.0.1/x']}}    | 400 | packages.entries: host '",
                "{'packages':{'type':'CONDA','entries':['a'],'condaOpts':3}}     | 400 | packages.condaOpts",
                "{'packages':{'type':'CONDA','entries':['a'],'condaOpts':{'commands':['a\\n"
                        + "b']}}} | 400 | packages.condaOpts.commands[0]",
                "{'packages':{'type':'CONDA','entries':['a'],'condaOpts':{'commands':['RUN /kaniko']}}} | 400 |"
                        + " packages: must not refer to '/kaniko' (code 101)",
                "{'packages':{'type':'CONDA','environment':'***'}}               | 400 | packages.environment: must be"
                        + " base64",
                "{'packages':{'type':'CONDA','environment':'YTogWw=='}}          | 400 | packages.environment: invalid"
                        + " YAML at line 1",
                "{'packages':{'type':'CONDA','entries':['a']},'containerImage':'b'} | 400 | containerImage: cannot be"
                        + " combined",
                "{'packages':{'type':'CONDA','entries':['a']},'timestamp':'now'} | 400 | timestamp",
                "{'packages':{},'containerFile':'RlJPTSBhCg=='}                  | 400 | packages",
                "{'containerImage':'a','scanMode':'async'}                       | 501 | scanMode",
                "{'containerImage':'a','mirror':true}                            | 400 | mirror: requires an API token of this service",
                "{'containerImage':'a','towerAccessToken':'t'}                   | 400 | towerAccessToken: is not"
                        + " supported",
                "{'containerImage':'a','containerIncludes':['b c']}              | 400 | containerIncludes[0]: invalid"
                        + " name",
                "{'containerFile':'***'}                                         | 400 | containerFile: must be base64",
                "{'containerFile':'RlJPTSBhCg'}                                  | 400 | containerFile: must be base64",
                "{'containerFile':'//4='}                                        | 400 | containerFile: must be base64"
                        + " of UTF-8",
                "{'containerFile':'Uk4gL2thbmlrbw=='}                            | 400 | containerFile: must not refer"
                        + " to '/kaniko' (code 101)",
                "{'containerFile':'RlJPTSBhCg==','timestamp':'yesterday'}        | 400 | timestamp",
                "{'containerFile':'RlJPTSBhCg==','timestamp':'now','dryRun':true} | 400 | timestamp",
                "{'containerFile':'RlJPTSBhCg==','buildRepository':'http://x/y'} | 400 | buildRepository: must not"
                        + " include a protocol",
                "{'containerFile':'RlJPTSBhCg==','buildRepository':'foo.com'}    | 400 | buildRepository: must name a"
                        + " repository",
                "{'containerFile':'RlJPTSBhCg==','buildRepository':'foo.com/x:1'} | 400 | buildRepository: must not"
                        + " include a tag",
                "{'containerFile':'RlJPTSBhCg==','buildRepository':'a b'}        | 400 | buildRepository",
                "{'containerFile':'RlJPTSBhCg==','cacheRepository':'s3://x/y'}   | 400 | cacheRepository",
                "{'containerFile':'RlJPTSBhCg==','buildContext':{}}              | 400 | buildContext.location",
                "{'containerFile':'RlJPTSBhCg==','buildContext':{},'dryRun':true} | 400 | buildContext.location",
            })
    void isRejected(String json, int status, String message) {
        long requests = count("container_request");
        long builds = count("image_build");
        Answer answer = client().submit(json);
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.text("message")).startsWith(message);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(count("container_request")).isEqualTo(requests);
        assertThat(count("image_build")).isEqualTo(builds);
    }

    @ParameterizedTest
    @CsvSource({
        "containerImage,a.",
        "buildRepository,a.",
        "cacheRepository,a/",
        "containerPlatform,'amd64,'",
        "timestamp,2",
        "fingerprint,x",
        "towerEndpoint,x"
    })
    void longTextsAreRejectedAndNotRepeated(String field, String piece) {
        String text = piece.repeat(500_000);
        Answer answer = client().submit("{'containerFile':'RlJPTSBhCg==','%s':'%s'}".formatted(field, text));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("message")).startsWith(field);
        assertThat(answer.body()).hasSizeLessThan(1000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            quoteCharacter = '~',
            value = {
                "{'containerImage':'a','packages':{}}         | packages",
                "{'containerImage':'a','nameStrategy':'none'} | nameStrategy",
            })
    void isRejectedInVersion1(String json, String field) {
        Answer answer = client().post("/container-token", json.replace('\'', '"'));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("message")).startsWith(field);
    }
}
