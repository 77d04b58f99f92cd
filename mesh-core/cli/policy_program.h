// SPDX-License-Identifier: Apache-2.0
// The arguments of `causewayctl policy …`. Made once by program.cpp; lives as long as the parser.
#pragma once

#include "cli/policy_commands.h"

#include <functional>
#include <memory>

namespace CLI {
class App;
}

namespace causeway::cli {

class PolicyProgram {
public:
    using Action = std::function<Result<Exit>(Terminal&)>;

    PolicyProgram(CLI::App& app, const Options& options, std::function<void(Action)> choose);

private:
    CLI::App* command(const std::string& name, const std::string& help, const char* page,
                      Action action);
    void addExplain();
    void addLint();
    void addSimulate();
    void addGenerate();
    void addRecording(CLI::App& command, RecordingChoice& choice);
    void addComparisons();

    CLI::App* m_policy = nullptr;
    const Options& m_options;
    std::function<void(Action)> m_choose;
    ExplainCommand m_explain;
    LintCommand m_lint;
    RecordingChoice m_facts;
    SimulateCommand m_simulate;
    GenerateCommand m_generate;
    MatrixCommand m_matrix;
    DiffCommand m_diff;
};

} // namespace causeway::cli
