package io.wave.api.dashboard;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;

/** Matches if no other site is configured as start page. */
class NoLandingCondition extends NoneNestedConditions {

    NoLandingCondition() {
        super(ConfigurationPhase.REGISTER_BEAN);
    }

    @ConditionalOnProperty(LandingController.URL)
    static class Landing {}
}
