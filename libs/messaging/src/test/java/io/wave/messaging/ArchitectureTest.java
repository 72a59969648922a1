package io.wave.messaging;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.wave.architecture.rules.CommonRules;
import io.wave.architecture.rules.PackageDirections;
import java.util.Map;
import java.util.Set;

@AnalyzeClasses(packages = "io.wave.messaging", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchTests COMMON = ArchTests.in(CommonRules.class);

    @ArchTest
    static final ArchRule packagesUseOnlyAllowedPackages = PackageDirections.of(
            "io.wave.messaging",
            Map.ofEntries(
                    Map.entry(PackageDirections.ROOT, Set.of("kafka", "outbox", "projection")),
                    Map.entry("kafka", Set.of("loop")),
                    Map.entry("loop", Set.of()),
                    Map.entry("outbox", Set.of("kafka", "loop", "projection")),
                    Map.entry("projection", Set.of())));
}
