package io.wave.api.submission;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.api.ApiClient;
import io.wave.api.ApiClient.Answer;
import io.wave.api.RequestApiIT;
import org.junit.jupiter.api.Test;

class PackageRequestIT extends RequestApiIT {

    private static final String SAMTOOLS =
            "'packages':{'type':'CONDA','channels':['bioconda'],'entries':['samtools=1.17']}";

    @Test
    void imageIsNamedAfterPackages() {
        Answer answer = submit("{%s,'dryRun':true}".formatted(SAMTOOLS));
        assertThat(answer.text("containerImage")).matches("wave/build:samtools-1\\.17--[0-9a-f]{16}");
        assertThat(submit("{%s,'dryRun':true,'nameStrategy':'imageSuffix'}".formatted(SAMTOOLS))
                        .text("containerImage"))
                .matches("wave/build/samtools:1\\.17--[0-9a-f]{16}");
        assertThat(submit("{%s,'dryRun':true,'nameStrategy':'none'}".formatted(SAMTOOLS))
                        .text("containerImage"))
                .matches("wave/build:[0-9a-f]{16}");
    }

    @Test
    void generatedFilesAreBuiltAndShown() {
        Answer request = submit("{%s,'timestamp':'2026-01-01T00:00:00Z'}".formatted(SAMTOOLS));
        assertThat(request.text("targetImage")).contains("/wave/build:samtools-1.17--");
        String dockerFile = build(request).text("dockerFile");
        assertThat(dockerFile).startsWith("FROM mambaorg/micromamba:2-amazon2023 AS wave_build\n");
        assertThat(build(request).text("condaFile"))
                .isEqualTo("channels:\n- bioconda\ndependencies:\n- samtools=1.17\n");
        Answer record = client().get("/v1alpha2/container/" + request.text("requestId"));
        assertThat(record.text("containerFile")).isEqualTo(dockerFile);
        assertThat(record.text("condaFile")).startsWith("channels:\n- bioconda\n");
        assertThat(submit("{%s}".formatted(SAMTOOLS)).text("buildId")).isEqualTo(request.text("buildId"));
    }

    @Test
    void requestedTemplateIsUsed() {
        Answer request = submit("{%s,'buildTemplate':'conda/pixi:v1'}".formatted(SAMTOOLS));
        assertThat(build(request).text("dockerFile")).contains("pixi init");
        Answer cran = submit("{'packages':{'type':'CRAN','entries':['dplyr']},'nameStrategy':'imageSuffix'}");
        assertThat(cran.text("containerImage")).matches("wave/build:[0-9a-f]{16}");
        assertThat(build(cran).text("dockerFile")).startsWith("FROM rocker/r-ver:4.4.1\n");
        assertThat(build(cran).text("condaFile")).isEmpty();
    }

    @Test
    void frozenPackagesUseTypedRepository() {
        Answer request = submit("{%s,'freeze':true,'buildRepository':'mine/app'}".formatted(SAMTOOLS));
        assertThat(request.text("targetImage")).matches("mine/app:samtools-1\\.17--[0-9a-f]{16}");
        assertThat(build(request).text("dockerFile")).contains("micromamba install");
        assertThat(build(request).text("format")).isEqualTo("DOCKER");
    }

    @Test
    void singularityImageHasProtocol() {
        String sif = "{%s,'freeze':true,'format':'sif','buildRepository':'mine/sif'}".formatted(SAMTOOLS);
        Answer request = submit(sif);
        assertThat(request.text("targetImage"))
                .matches("oras://mine/sif:samtools-1\\.17--[0-9a-f]{16}")
                .isEqualTo(request.text("containerImage"));
        Answer build = build(request);
        assertThat(build.text("dockerFile")).startsWith("BootStrap: docker\nFrom: mambaorg/micromamba:2-amazon2023\n");
        assertThat(build.text("format")).isEqualTo("SINGULARITY");
        assertThat(build.text("buildTemplate")).isEqualTo("conda/micromamba:v2");
        assertThat(build.text("targetImage"))
                .isEqualTo(request.text("targetImage").replace("oras://", "oras://docker.io/"));
        push("mine/sif", request.text("targetImage").replaceAll(".*:", ""));
        assertThat(submit(sif.replace("'freeze'", "'dryRun':true,'freeze'")).body())
                .contains("\"cached\":true", "oras://mine/sif:");
    }

    @Test
    void condaFileOfVersion1IsUsed() {
        String file = containerFile();
        Answer plain = legacy("{'containerFile':'%s'}".formatted(file));
        Answer request = legacy("{'containerFile':'%s','condaFile':'%s'}"
                .formatted(file, ApiClient.base64("dependencies: [bwa=0.7.15]\n")));
        assertThat(request.text("containerImage")).contains(":bwa-0.7.15--");
        assertThat(request.text("buildId").substring(0, 19))
                .isNotEqualTo(plain.text("buildId").substring(0, 19));
        assertThat(build(request).text("condaFile")).isEqualTo("dependencies: [bwa=0.7.15]\n");
        assertThat(legacyStatus("{'containerFile':'%s','condaFile':'***'}".formatted(file)))
                .isEqualTo(400);
    }

    private Answer build(Answer request) {
        return client().get("/v1alpha1/builds/" + request.text("buildId"));
    }

    private Answer submit(String json) {
        Answer answer = client().submit(json);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private Answer legacy(String json) {
        Answer answer = client().post("/container-token", json.replace('\'', '"'));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private int legacyStatus(String json) {
        return client().post("/container-token", json.replace('\'', '"')).status();
    }
}
