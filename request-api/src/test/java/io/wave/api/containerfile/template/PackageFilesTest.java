package io.wave.api.containerfile.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wave.api.containerfile.conda.CondaFile;
import io.wave.api.containerfile.packages.BuildTemplate;
import io.wave.api.containerfile.packages.PackageType;
import io.wave.api.containerfile.packages.Packages;
import io.wave.api.web.json.ApiJson;
import io.wave.api.web.problem.ApiException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PackageFilesTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "CONDA, -, MICROMAMBA_V2",
                "CONDA, '', MICROMAMBA_V2",
                "CONDA, conda/micromamba:v2, MICROMAMBA_V2",
                "CONDA, conda/micromamba:v1, MICROMAMBA_V1",
                "CONDA, conda/micromamba:v2-fast, MICROMAMBA_V2_FAST",
                "CONDA, conda/pixi:v1, PIXI_V1",
                "CONDA, conda/pixi:v1-fast, PIXI_V1_FAST",
                "CRAN, -, CRAN_V1",
                "CRAN, cran/installr:v1, CRAN_V1",
            })
    void templateFollowsFromTypeAndName(PackageType type, @Nullable String name, BuildTemplate template) {
        assertThat(BuildTemplate.of(type, name)).isEqualTo(template);
        assertThat(files("{'type':'%s','entries':['a']}".formatted(type), name).template())
                .isEqualTo(template);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "{'entries':['a']}, -, packages.type",
                "{}, -, packages.type",
                "{'entries':['a']}, conda/micromamba:v1, packages.type",
                "{'type':'CRAN','entries':['a']}, conda/pixi:v1, buildTemplate",
                "{'type':'CRAN','entries':['a']}, conda/micromamba:v2, buildTemplate",
                "{'type':'CRAN','entries':['a']}, conda/pixi:v1-fast, buildTemplate",
                "{'type':'CONDA','entries':['a']}, conda/micromamba:v1-fast, buildTemplate",
                "{'type':'CONDA','entries':['a']}, cran/installr:v1, buildTemplate",
                "{'type':'CONDA','entries':['a']}, conda/pixi:v2, buildTemplate",
            },
            delimiterString = ", ")
    void unknownTemplatesAreRejected(String packages, @Nullable String template, String field) {
        assertRefused(packages, template, field);
    }

    @Test
    void unknownTemplateListsTheKnownOnes() {
        assertThatThrownBy(() -> BuildTemplate.of(PackageType.CONDA, "nope"))
                .hasMessageStartingWith("buildTemplate: unknown template 'nope': must be one of conda/micromamba:v1, ")
                .hasMessageEndingWith(", cran/installr:v1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"conda/micromamba:v2-fast", "conda/pixi:v1-fast"})
    void layeredTemplatesAreForContainerImagesOnly(String template) {
        Packages packages = ApiJson.mapper().readValue("{\"type\":\"CONDA\",\"entries\":[\"a\"]}", Packages.class);
        assertThatThrownBy(() -> PackageFiles.of(packages, template, true, null))
                .isInstanceOf(ApiException.class)
                .hasMessage("buildTemplate: '%s' does not support format 'sif': use the template without '-fast'"
                        .formatted(template));
    }

    /** Each value would end a line, a quotation or a word. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\\nRUN evil",
                "a\\rRUN evil",
                "a\\u2028RUN evil",
                "a\\u0085RUN evil",
                "$(evil)",
                "`evil`",
                "a;evil",
                "a&&evil",
                "a\\\\",
                "${A}",
                "--help",
                "-rf",
                "{{wave_context_dir}}",
                "é",
                ">=3.8",
            })
    void hostilePackagesAndChannelsAreRejected(String hostile) {
        assertRefused("{'type':'CONDA','entries':['ok','%s']}".formatted(hostile), null, "packages.entries[1]");
        assertRefused(
                "{'type':'CONDA','entries':['ok'],'channels':['%s']}".formatted(hostile), null, "packages.channels[0]");
        assertRefused(
                "{'type':'CONDA','entries':['ok'],'condaOpts':{'basePackages':'%s'}}".formatted(hostile),
                null,
                "packages.condaOpts.basePackages");
        assertRefused(
                "{'type':'CONDA','entries':['ok'],'condaOpts':{'mambaImage':'%s'}}".formatted(hostile),
                null,
                "packages.condaOpts.mambaImage");
        assertRefused(
                "{'type':'CONDA','entries':['ok'],'condaOpts':{'baseImage':'%s'}}".formatted(hostile),
                null,
                "packages.condaOpts.baseImage");
        assertRefused(
                "{'type':'CONDA','entries':['ok'],'pixiOpts':{'pixiImage':'%s'}}".formatted(hostile),
                "conda/pixi:v1",
                "packages.pixiOpts.pixiImage");
        assertRefused("{'type':'CRAN','entries':['%s']}".formatted(hostile), null, "packages.entries[0]");
        assertRefused("{'type':'CRAN','channels':['%s']}".formatted(hostile), null, "packages.channels[0]");
        assertRefused(
                "{'type':'CRAN','cranOpts':{'rImage':'%s'}}".formatted(hostile), null, "packages.cranOpts.rImage");
        assertRefused(
                "{'type':'CRAN','cranOpts':{'basePackages':'%s'}}".formatted(hostile),
                null,
                "packages.cranOpts.basePackages");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://",
                "https://a'b/x",
                "https://a/x'",
                "https://a/$(evil)",
                "https://a/\\\"",
                "https://user:secret@a/x",
                "https://[::1]/x",
                "https://a/x;evil",
                "https://a/x\\\\",
            })
    void hostileUrlsAreRejected(String url) {
        assertRefused(
                "{'type':'CONDA','entries':['%s']}".formatted(url.replace("'", "\u0001")), null, "packages.entries[0]");
        assertRefused(
                "{'type':'CRAN','entries':['%s']}".formatted(url.replace("'", "\u0001")), null, "packages.entries[0]");
        assertRefused(
                "{'type':'CRAN','channels':['%s']}".formatted(url.replace("'", "\u0001")),
                null,
                "packages.channels[0]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'entries':['https://a/x.lock','https://a/y.lock'] | packages.entries: must not contain anything else",
                "'entries':['https://a/x.lock','bwa'] | packages.entries: must not contain anything else",
                "'entries':['pip::numpy'] | packages.entries[0]: must be a pip package",
                "'entries':['pip:'] | packages.entries[0]: must be a pip package",
                "'entries':['pip:-e'] | packages.entries[0]: must be a pip package",
                "'entries':[] | packages.entries: packages.entries or packages.environment is required",
                "'entries':['  '] | packages.entries: packages.entries or packages.environment is required",
                "'channels':['x'] | packages.entries: packages.entries or packages.environment is required",
                "'entries':['a',null] | packages.entries[1]: must not be null",
                "'environment':'!!' | packages.environment: must be base64",
                "'environment':'Zm9vMR==' | packages.environment: must be base64",
                "'environment':'Zm9v' | packages.environment: must be a YAML mapping",
                "'entries':['a'],'condaOpts':{'commands':['RUN a','RUN b\\nUSER root']}"
                        + " | packages.condaOpts.commands[1]: must be a single line",
                "'entries':['a'],'condaOpts':{'commands':[null]} | packages.condaOpts.commands[0]: must not be null",
                "'entries':['a'],'condaOpts':{'mambaImage':'not an image'}"
                        + " | packages.condaOpts.mambaImage: invalid name",
                "'entries':['a'],'condaOpts':{'baseImage':'Upper/Case'} | packages.condaOpts.baseImage: invalid name",
            })
    void invalidInputIsRejectedWithFieldAndRule(String members, String message) {
        assertRefused("{'type':'CONDA',%s}".formatted(members), null, message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "samtools",
                "bioconda::samtools=1.17=h00cdaf9_0",
                "conda-forge/linux-64::python>=3.8,<3.10|3.12.*",
                "libblas[build=^.*(accelerate|mkl)$]",
                "libblas=*=^.*mkl$",
                "py[version='>=1.8, <2', build=^py3\\\\.8$]",
                "*[md5=161081fc7cec0bfda0d87d7cb595f8d8]",
                "a[url=https://conda.example.com/x.conda]",
                "https://conda.example.com/our/channel::a=1",
            })
    void matchSpecificationsAreAccepted(String spec) {
        String json = spec.replace("'", "\u0001");
        PackageFiles files = files(
                "{'type':'CONDA','entries':['%s b'],'condaOpts':{'basePackages':'%s c'}}".formatted(json, json), null);
        String plain = spec.replace("\\\\", "\\");
        assertThat(CondaFile.parse(String.valueOf(files.condaFile())).dependencies())
                .containsExactly(plain, "b");
        assertThat(files.containerFile()).contains("-n base '" + plain.replace("'", "'\\''") + "' 'c' \\\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://conda.anaconda.org/bioconda/linux-64/samtools-1.17-h00cdaf9_0.tar.bz2"
                        + " | bioconda::samtools=1.17=h00cdaf9_0",
                "https://conda.anaconda.org/conda-forge/label/x/noarch/a-b-1.0-0.conda#md5"
                        + " | conda-forge/label/x::a-b=1.0=0",
                "https://h.example.com/our/noarch/a-1-0.conda?x=y | https://h.example.com/our::a=1=0",
                "https://h.example.com/a.conda | channel::name=version=build",
            })
    void packageUrlIsRejectedWithItsName(String url, String name) {
        assertRefused(
                "{'type':'CONDA','entries':['%s']}".formatted(url),
                null,
                "packages.entries[0]: must not be the URL of a package: '%s'. Use the package name instead, such as '%s'"
                        .formatted(url, name));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "@EXPLICIT~/etc/passwd | packages.environment, line 2 of the lock file: must be an http or https URL",
                "@EXPLICIT~https://u:p@h/a.conda | packages.environment, line 2 of the lock file: must be an http",
                "version: 1~metadata:~  a: b~package:~- a | packages.environment: is a lock file of conda-lock",
                "version: 6~environments:~  a: b~packages:~- a | packages.environment: is a lock file of pixi",
            })
    void unsupportedLockFilesAreRejected(String text, String message) {
        assertRefused("{'type':'CONDA','environment':'%s'}".formatted(base64(text.replace('~', '\n'))), null, message);
    }

    @Test
    void urlListIsRejectedByPixi() {
        assertRefused(
                "{'type':'CONDA','environment':'%s'}".formatted(base64("@EXPLICIT\n")),
                "conda/pixi:v1",
                "packages: must not be a lock file with a template of pixi");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dplyr>=1.0 | packages.entries[0]: must have one exact version, as in 'dplyr=1.1.0'",
                "dplyr= | packages.entries[0]: must have one exact version, as in 'dplyr=1.1.0'",
                "dplyr=1.0) | packages.entries[0]: must have one exact version, as in 'dplyr=1.1.0'",
                "dplyr=1.* | packages.entries[0]: must have one exact version, as in 'dplyr=1.1.0'",
                "bioc::edgeR=4.2 | packages.entries[0]: must not have a version",
            })
    void versionsOfRPackagesAreExact(String entry, String message) {
        assertRefused("{'type':'CRAN','entries':['%s']}".formatted(entry), null, message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker-archive:/etc/passwd", "containers-storage:x", "DIR:x", "oci:x"})
    void imagesMustBeInRegistries(String image) {
        String message = "packages.%s: must not use the transport";
        assertRefused(
                "{'type':'CONDA','entries':['a'],'condaOpts':{'mambaImage':'%s'}}".formatted(image),
                null,
                message.formatted("condaOpts.mambaImage"));
        assertRefused(
                "{'type':'CONDA','entries':['a'],'pixiOpts':{'baseImage':'%s'}}".formatted(image),
                "conda/pixi:v1",
                message.formatted("pixiOpts.baseImage"));
        assertRefused(
                "{'type':'CRAN','cranOpts':{'rImage':'%s'}}".formatted(image),
                null,
                message.formatted("cranOpts.rImage"));
    }

    @Test
    void invalidYamlIsRejectedWithLine() {
        assertRefused(
                "{'type':'CONDA','environment':'%s'}".formatted(base64("name: x\n  bad: [\n")),
                null,
                "packages.environment: invalid YAML at line 2");
    }

    @Test
    void lockFileIsRejectedByPixi() {
        assertRefused(
                "{'type':'CONDA','entries':['https://a/x.lock']}",
                "conda/pixi:v1",
                "packages: must not be a lock file with a template of pixi");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "conda/micromamba:v1 | \"$MAMBA_ROOT_PREFIX/bin/python\" -m pip install",
                "conda/micromamba:v2 | \"$MAMBA_ROOT_PREFIX/bin/python\" -m pip install",
                "conda/micromamba:v2-fast | \"$MAMBA_ROOT_PREFIX/bin/python\" -m pip install",
            })
    void pipPackagesOfALockFileAreInstalledByPip(String template, String install) {
        String hash = "sha256:" + "0".repeat(64);
        String lock = """
                # pip install is not a package
                @EXPLICIT
                https://conda.anaconda.org/conda-forge/noarch/tzdata-2024a-h0c530f3_0.conda
                # pip numpy==2.1.0
                # pip our-tool @ git+https://example.com/our/tool.git@0123abc
                # pip six @ https://example.com/six-1.16.0-py2.py3-none-any.whl --hash=%s
                # pip evil==1; touch /evil
                # pip --index-url https://evil.example.com
                """.formatted(hash);
        PackageFiles files = files("{'type':'CONDA','environment':'%s'}".formatted(base64(lock)), template);
        assertThat(files.condaFile()).isEqualTo(lock);
        assertThat(files.containerFile())
                .contains("'numpy==2.1.0' 'our-tool @ git+https://example.com/our/tool.git@0123abc'"
                        + " 'six @ https://example.com/six-1.16.0-py2.py3-none-any.whl --hash=%s' > /tmp/requirements.txt"
                                .formatted(hash))
                .contains(install)
                .doesNotContain("evil");
    }

    @Test
    void aLockFileIsNamedByItsUrlOnly() {
        assertThat(lockFile("{'type':'CONDA','entries':['https://a.example.com/x.lock']}"))
                .hasValue(URI.create("https://a.example.com/x.lock"));
        assertThat(lockFile("{'type':'CONDA','entries':['https://a.example.com/channel::bwa']}"))
                .isEmpty();
        assertThat(lockFile("{'type':'CRAN','entries':['https://a.example.com/x.tar.gz']}"))
                .isEmpty();
        assertThat(lockFile("{'type':'CONDA','environment':'%s','entries':['https://a.example.com/x.lock']}"
                        .formatted(base64("name: x\n"))))
                .isEmpty();
    }

    private static Optional<URI> lockFile(String packages) {
        return PackageFiles.lockFile(ApiJson.mapper().readValue(packages.replace('\'', '"'), Packages.class));
    }

    @Test
    void environmentWinsOverEntries() {
        PackageFiles files =
                files("{'type':'CONDA','environment':'%s','entries':['bwa']}".formatted(base64("name: x\n")), null);
        assertThat(files.condaFile()).isEqualTo("name: x\n");
    }

    @Test
    void pipIsAddedOnce() {
        assertThat(files("{'type':'CONDA','entries':['pip=24','pip:a','b']}", null)
                        .condaFile())
                .isEqualTo("dependencies:\n- pip=24\n- b\n- pip:\n  - a\n");
    }

    private static PackageFiles files(String packages, @Nullable String template) {
        return PackageFiles.of(
                ApiJson.mapper().readValue(packages.replace('\'', '"').replace('\u0001', '\''), Packages.class),
                template,
                false,
                null);
    }

    private static void assertRefused(String packages, @Nullable String template, String message) {
        assertThatThrownBy(() -> files(packages, template))
                .as(packages)
                .isInstanceOf(ApiException.class)
                .hasMessageStartingWith(message);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
