package io.wave.config;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.wave.architecture.rules.CommonRules;
import io.wave.architecture.rules.PackageDirections;
import java.util.Map;
import java.util.Set;

@AnalyzeClasses(packages = "io.wave.config", importOptions = ImportOption.DoNotIncludeTests.class)
class ConfigurationArchitectureTest {

    @ArchTest
    static final ArchTests COMMON = ArchTests.in(CommonRules.class);

    @ArchTest
    static final ArchRule packagesUseOnlyAllowedPackages = PackageDirections.of(
            "io.wave.config",
            Map.ofEntries(
                    Map.entry(PackageDirections.ROOT, Set.of()),
                    Map.entry("check", Set.of()),
                    Map.entry("security", Set.of(PackageDirections.ROOT)),
                    Map.entry("signing", Set.of("security"))));
}
