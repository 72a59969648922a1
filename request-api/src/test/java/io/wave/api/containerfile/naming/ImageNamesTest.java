package io.wave.api.containerfile.naming;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.container.ContainerId;
import io.wave.image.ImageReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageNamesTest {

    private static final ContainerId ID = new ContainerId("0123456789abcdef");
    private static final String REPOSITORY = "foo.com/build";

    /** The table of the Wave API; {@code ;} separates dependencies, {@code #} is the container id. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "samtools=1.0 | :samtools-1.0--# | /samtools:1.0--#",
                "samtools=1.0;bamtools=2.0;multiqc=1.15"
                        + " | :samtools-1.0_bamtools-2.0_multiqc-1.15--# | /samtools_bamtools_multiqc:#",
                "samtools=1.0;bamtools=2.0;multiqc=1.15;bwa=1.2.3;xx;yy;zz"
                        + " | :samtools-1.0_bamtools-2.0_multiqc-1.15_bwa-1.2.3_pruned--# | /samtools_bamtools_multiqc_bwa_pruned:#",
                "pip;{pip: ['pandas==2.2.2']} | :pip_pandas-2.2.2--# | /pip_pandas:#",
                "pip;{pip: ['https://foo.com/x.whl']} | :pip--# | /pip:#",
                "{pip: ['pandas==2.2.2']} | :pandas-2.2.2--# | /pandas:2.2.2--#",
                "pip;{pip: ['git+https://github.com/Foo/bar.git']}"
                        + " | :pip_githttpsgithub.comFoobar.git--# | /pip_githttps/github.com/foo/bar.git:#",
                "'samtools[version=1.0]' | :samtoolsversion-1.0--# | /samtoolsversion:1.0--#",
                "pip:numpy | :numpy--# | /numpy:#",
                "conda-forge::numpy=1.9 | :numpy-1.9--# | /numpy:1.9--#",
                "numpy>=1.9,<2 | :numpy-1.9--# | /numpy:1.9--#",
                "numpy=1.9=py27_0 | :numpy-1.9--# | /numpy:1.9--#",
                "a=1;a=1;b=1 | :a-1_b-1--# | /a_b:1--#",
                "a=1;b | :a-1_b--# | /a_b:#",
                "a;b;c;d;e | :a_b_c_d_e--# | /a_b_c_d_e:#",
                "https://foo.com/x.conda | :# | :#",
                "R_Base=4 | :R_Base-4--# | /r_base:4--#",
            })
    void nameContainsDependencies(String dependencies, String prefixed, String suffixed) {
        String conda = "dependencies:\n- " + dependencies.replace(";", "\n- ") + "\n";
        assertThat(name(conda, null)).isEqualTo(REPOSITORY + prefixed.replace("#", ID.hex()));
        assertThat(name(conda, NameStrategy.tagPrefix)).isEqualTo(name(conda, null));
        assertThat(name(conda, NameStrategy.imageSuffix)).isEqualTo(REPOSITORY + suffixed.replace("#", ID.hex()));
        assertThat(name(conda, NameStrategy.none)).isEqualTo(REPOSITORY + ":" + ID);
    }

    @Test
    void nameOfEnvironmentIsUsedAlone() {
        String conda = "name: my-env\ndependencies:\n- samtools=1.0\n";
        assertThat(name(conda, null)).isEqualTo("foo.com/build:my-env--" + ID);
        assertThat(name(conda, NameStrategy.imageSuffix)).isEqualTo("foo.com/build/my-env:" + ID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "some::conda-recipe",
                "",
                "- a\n- b\n",
                "dependencies: {a: b}",
                "dependencies:\n- 3.10\n",
                "dependencies:\n- {gem: [x]}\n",
                "dependencies:\n- {pip: x}\n",
                "dependencies: [",
                "channels: [x]",
                "name: ''",
                "name: '--'",
                "dependencies: ['::', '=1']",
                "dependencies: &a [*a]",
            })
    void imageWithoutNamesHasItsId(String conda) {
        for (NameStrategy strategy : NameStrategy.values()) {
            assertThat(name(conda, strategy)).isEqualTo("foo.com/build:" + ID);
        }
    }

    @ParameterizedTest
    @EnumSource(NameStrategy.class)
    void imageWithoutCondaFileHasItsId(NameStrategy strategy) {
        assertThat(name(null, strategy)).isEqualTo("foo.com/build:" + ID);
    }

    @Test
    void trailingSlashesAreRemovedBeforeSuffix() {
        assertThat(ImageNames.of("foo.com/x//", ID, "name: a", NameStrategy.imageSuffix))
                .isEqualTo("foo.com/x/a:" + ID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name: 'a..b'",
                "name: a/../../b",
                "name: a//b/",
                "name: a-_-b",
                "name: '../x'",
                "name: -x_",
                "name: Ünï/Cödé",
                "name: 'a b\\nc'",
            })
    void namesAreValidInRegistries(String conda) {
        for (NameStrategy strategy : NameStrategy.values()) {
            assertThat(ImageReference.parse(name(conda, strategy)).toString()).startsWith("foo.com/build");
        }
    }

    @Test
    void longSuffixIsOmitted() {
        String conda = "name: " + "a".repeat(300);
        assertThat(name(conda, NameStrategy.imageSuffix)).isEqualTo("foo.com/build:" + ID);
        assertThat(name(conda, null)).isEqualTo("foo.com/build:" + "a".repeat(80) + "--" + ID);
    }

    private static String name(@Nullable String conda, @Nullable NameStrategy strategy) {
        return ImageNames.of(REPOSITORY, ID, conda, strategy);
    }
}
