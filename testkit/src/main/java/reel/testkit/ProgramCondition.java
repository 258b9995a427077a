package reel.testkit;

import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/// Asks [Programs] for everything that [NeedsProgram] names.
final class ProgramCondition implements ExecutionCondition {
    /// `required` or anything else.
    static final String PROPERTY = "reel.test.servers";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext test) {
        return test.getElement()
                .flatMap(element -> AnnotationSupport.findAnnotation(element, NeedsProgram.class))
                .map(needs -> judge(List.of(needs.value()), "required".equals(System.getProperty(PROPERTY))))
                .orElse(ConditionEvaluationResult.enabled("needs no program"));
    }

    /// @throws IllegalStateException where one is not installed and must be
    static ConditionEvaluationResult judge(List<String> names, boolean required) {
        List<String> missing =
                names.stream().filter(name -> Programs.find(name).isEmpty()).toList();
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled("installed: " + String.join(", ", names));
        }
        String reason = "not installed: " + String.join(", ", missing);
        if (required) {
            throw new IllegalStateException(reason + "; -D" + PROPERTY + "=required wants every server there");
        }
        return ConditionEvaluationResult.disabled(reason);
    }
}
