// SPDX-License-Identifier: Apache-2.0
// The types that a protobuf file can name: its own and those of its imports. Reads files through
// the loader that it is given; private to protobuf.
#pragma once

#include "profile/proto_file.h"
#include "profile/protobuf.h"

#include <set>

namespace causeway::profile {

class ProtoImports {
public:
    ProtoImports(const ProtoInput& input, Findings& findings)
        : m_input(input), m_findings(findings) {}

    void follow(const ProtoFile& file);
    // Every import was there and could be read, so that an unknown type is one.
    [[nodiscard]] bool isComplete() const { return m_isComplete; }
    // By protobuf's scopes: the innermost package first.
    [[nodiscard]] bool defines(const std::string& type, const std::string& package) const;

private:
    void follow(const ProtoFile& importer, const ProtoImport& import);
    void tellMissing(const ProtoFile& importer, const ProtoImport& import);
    [[nodiscard]] std::vector<std::string> candidates(const std::string& path) const;

    const ProtoInput& m_input;
    Findings& m_findings;
    std::set<std::string, std::less<>> m_types;
    std::set<std::string> m_seen;
    std::vector<std::string> m_open; // the files being followed, outermost first
    bool m_isComplete = true;
};

} // namespace causeway::profile
