package io.wave.config;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import io.wave.architecture.rules.CommonRules;

@AnalyzeClasses(packages = "io.wave.config", importOptions = ImportOption.DoNotIncludeTests.class)
class ConfigurationArchitectureTest {

    @ArchTest
    static final ArchTests COMMON = ArchTests.in(CommonRules.class);
}
