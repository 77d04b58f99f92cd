// SPDX-License-Identifier: Apache-2.0
#include "profile/proto_cursor.h"
#include "profile/proto_types.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <unordered_map>

namespace causeway::profile {
namespace {

class Parser {
public:
    Parser(ProtoCursor& cursor, const std::string& source) : m_cursor(cursor) {
        m_file.source = source;
    }

    std::optional<ProtoFile> run() {
        const bool isEdition = m_cursor.peek().is("edition");
        if ((isEdition || m_cursor.peek().is("syntax")) && m_cursor.second().is("="))
            syntax(isEdition);
        while (!m_cursor.atEnd())
            statement();
        if (m_cursor.failed())
            return std::nullopt;
        return std::move(m_file);
    }

private:
    void syntax(bool isEdition) {
        m_cursor.take();
        m_cursor.expect("=");
        const auto at = m_cursor.peek().at;
        m_file.syntax = m_cursor.text("a text");
        m_cursor.expect(";");
        const bool isDigits =
            m_file.syntax.size() == 4
            && std::ranges::all_of(m_file.syntax, [](char c) { return c >= '0' && c <= '9'; });
        const bool isKnown =
            isEdition ? isDigits : m_file.syntax == "proto2" || m_file.syntax == "proto3";
        if (!isKnown && !m_cursor.failed())
            m_cursor.refuse(at, fmt::format("found \"{}\"; expected {}", m_file.syntax,
                                            isEdition ? "an edition such as \"2023\""
                                                      : "\"proto2\" or \"proto3\""));
    }

    void statement() {
        if (m_cursor.accept(";"))
            return;
        if (m_cursor.accept("package"))
            package();
        else if (m_cursor.accept("import"))
            import();
        else if (m_cursor.accept("option"))
            option();
        else if (m_cursor.accept("service"))
            service();
        else
            ProtoTypes(m_cursor, m_file.types).definition(m_file.package);
    }

    void package() {
        const auto at = m_cursor.peek().at;
        const bool isSecond = !m_file.package.empty();
        m_file.package = m_cursor.fullName("the name of a package");
        m_cursor.expect(";");
        if (isSecond)
            m_cursor.refuse(at, "found a second package; expected one");
    }

    void import() {
        ProtoImport import;
        import.isPublic = m_cursor.accept("public");
        import.isWeak = m_cursor.accept("weak") || m_cursor.accept("option");
        import.at = m_cursor.peek().at;
        import.path = m_cursor.text("the path of a file in quotes");
        m_cursor.expect(";");
        m_file.imports.push_back(std::move(import));
    }

    ProtoOption option() {
        auto option = m_cursor.option();
        m_cursor.expect(";");
        return option;
    }

    using Lines = std::unordered_map<std::string, std::uint32_t>; // by name

    template <typename Named>
    void refuseSecond(Lines& seen, const Named& added, std::string_view what) {
        const auto [first, isNew] = seen.emplace(added.name, added.at.line);
        if (!isNew && !m_cursor.failed())
            m_cursor.refuse(added.at, fmt::format("found the {0} {1} twice; expected it once (the "
                                                  "other is in line {2})",
                                                  what, added.name, first->second));
    }

    void service() {
        ProtoService service;
        service.at = m_cursor.peek().at;
        service.name = m_cursor.identifier("the name of a service");
        m_cursor.expect("{");
        Lines methods;
        while (!m_cursor.atEnd() && !m_cursor.peek().is("}")) {
            if (m_cursor.accept(";"))
                continue;
            if (m_cursor.accept("option"))
                option();
            else if (m_cursor.accept("rpc")) {
                service.methods.push_back(method());
                refuseSecond(methods, service.methods.back(), "method");
            } else
                m_cursor.refuse("rpc, option or }");
        }
        m_cursor.expect("}");
        m_file.services.push_back(std::move(service));
        refuseSecond(m_services, m_file.services.back(), "service");
    }

    ProtoMethod method() {
        ProtoMethod method;
        method.at = m_cursor.peek().at;
        method.name = m_cursor.identifier("the name of a method");
        std::tie(method.input, method.streamsInput, method.inputAt) = parameter();
        m_cursor.expect("returns");
        std::tie(method.output, method.streamsOutput, method.outputAt) = parameter();
        if (m_cursor.accept(";"))
            return method;
        m_cursor.expect("{");
        while (!m_cursor.atEnd() && !m_cursor.peek().is("}")) {
            if (m_cursor.accept(";"))
                continue;
            if (m_cursor.accept("option"))
                method.options.push_back(option());
            else
                m_cursor.refuse("option or }");
        }
        m_cursor.expect("}");
        return method;
    }

    // "(stream a.B)"; a type may be named stream.
    std::tuple<std::string, bool, resource::Mark> parameter() {
        m_cursor.expect("(");
        const auto& after = m_cursor.second();
        const bool streams =
            m_cursor.peek().is("stream") && !after.is(")") && (!after.is(".") || isLeadingDot());
        if (streams)
            m_cursor.take();
        const auto at = m_cursor.peek().at;
        auto type = m_cursor.fullName("the name of a message");
        m_cursor.expect(")");
        return {std::move(type), streams, at};
    }

    // "stream .a.B" has a blank before the dot, "stream.B" has none.
    [[nodiscard]] bool isLeadingDot() const {
        const auto& word = m_cursor.peek();
        return m_cursor.second().at.offset > word.at.offset + word.text.size();
    }

    ProtoCursor& m_cursor;
    ProtoFile m_file;
    Lines m_services;
};

} // namespace

std::optional<ProtoFile> parseProto(std::string_view text, const std::string& source,
                                    Findings& findings) {
    ProtoCursor cursor(tokenizeProto(text, source, findings), source, findings);
    return cursor.failed() ? std::nullopt : Parser(cursor, source).run();
}

} // namespace causeway::profile
