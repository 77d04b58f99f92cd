// SPDX-License-Identifier: Apache-2.0
// Walks over the tokens of a protobuf file. After the first error, which is told, it stands at the
// end, so that every loop ends. Private to the protobuf parser.
#pragma once

#include "profile/proto_file.h"

namespace causeway::profile {

class ProtoCursor {
public:
    static constexpr int kMaxDepth = 100; // of messages in messages and values in values

    ProtoCursor(std::vector<ProtoToken> tokens, const std::string& source, Findings& findings);

    [[nodiscard]] const ProtoToken& peek() const { return m_tokens[m_at]; }
    [[nodiscard]] const ProtoToken& second() const;
    [[nodiscard]] bool atEnd() const { return peek().kind == ProtoToken::Kind::End; }
    [[nodiscard]] bool failed() const { return m_failed; }

    const ProtoToken& take();
    // Takes the word if it is next.
    bool accept(std::string_view word);
    void expect(std::string_view word);
    // "found X; expected `what`"
    void refuse(std::string_view what);
    void refuse(const resource::Mark& at, std::string message);

    std::string identifier(std::string_view what);
    std::string fullName(std::string_view what); // "a.b.C", ".a.b.C"
    std::string text(std::string_view what);     // one string or several in a row
    void integer(std::string_view what);

    // "option x = y;" behind the word, and "[x = y, …]" from the bracket on.
    ProtoOption option();
    std::vector<ProtoOption> bracketedOptions();

private:
    std::string optionName();
    ProtoValue value(int depth);
    ProtoValue message(int depth);
    ProtoValue list(int depth);
    std::string fieldName();

    std::vector<ProtoToken> m_tokens;
    const std::string& m_source;
    Findings& m_findings;
    std::size_t m_at = 0;
    bool m_failed = false;
};

} // namespace causeway::profile
