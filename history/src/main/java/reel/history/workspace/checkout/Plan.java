package reel.history.workspace.checkout;

import java.util.List;
import reel.history.workspace.Skipped;

/// What a checkout would do, in path order, and what would be lost by it.
record Plan(List<Step> steps, List<Skipped> losses) {
    long bytesToWrite() {
        return steps.stream()
                .filter(step -> step.action() == Step.Action.WRITE)
                .mapToLong(Step::bytes)
                .sum();
    }
}
