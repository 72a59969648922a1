package io.wave.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectNameTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/a", "a/", "a//b", "../a", "a/../b", "a/.hidden", "a b", "a\\b", "ä", "a\n"})
    void pathsOutsideTheFolderAreInvalidNames(String path) {
        assertThatIllegalArgumentException().isThrownBy(() -> new ObjectName(path));
    }

    @Test
    void jobIdCannotContainAPath() {
        assertThatIllegalArgumentException().isThrownBy(() -> ObjectName.log("../bd-1_1"));
        assertThatIllegalArgumentException().isThrownBy(() -> LogPartNames.name("..", 1, 0));
    }

    @Test
    void partsAreNumberedWithLeadingZeros() {
        assertThat(LogPartNames.name("bd-1_1", 1, 42)).hasToString("logs/bd-1_1/000000001-000000042");
    }
}
