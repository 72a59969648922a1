package io.wave.api.dashboard;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;

/** There is no other site to lead visitors to. */
class NoLanding extends NoneNestedConditions {

    NoLanding() {
        super(ConfigurationPhase.REGISTER_BEAN);
    }

    @ConditionalOnProperty(LandingController.URL)
    static class Landing {}
}
