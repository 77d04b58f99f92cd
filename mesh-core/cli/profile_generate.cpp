// SPDX-License-Identifier: Apache-2.0
#include "cli/profile.h"
#include "cli/profile_output.h"
#include "profile/learn.h"
#include "profile/openapi.h"
#include "profile/protobuf.h"

#include <nlohmann/json.hpp>
#include <spdlog/fmt/fmt.h>

#include <map>

namespace causeway::cli {
namespace {

using profile::Findings;
using profile::Operation;
using profile::Severity;

struct Described {
    profile::ServiceName service;
    std::vector<Operation> operations;
};

// "loan-api" of "specs/Loan_API-2.0.yaml"
std::string labelOf(const std::string& file) {
    auto stem = std::filesystem::path(file).filename().string();
    stem.resize(std::min(stem.find('.'), stem.size()));
    std::string label;
    for (const unsigned char c : stem)
        if (std::isalnum(c) != 0)
            label += static_cast<char>(std::tolower(c));
        else if (!label.empty() && label.back() != '-')
            label += '-';
    // A version at the end is none of the service's name.
    const auto word = label.find_last_not_of("-0123456789");
    if (word != std::string::npos && label.find('-', word) == word + 1)
        label.resize(word + 1);
    while (label.ends_with('-'))
        label.pop_back();
    return label.empty() ? "service" : label;
}

profile::ServiceName serviceOf(const ProfileGenerateRequest& request, const std::string& file,
                               Findings& findings) {
    if (!request.service.empty())
        return profile::serviceNameOf(request.service, request.defaults);
    auto service = request.defaults;
    service.name = labelOf(file);
    findings.add(Severity::Note, "service-name", {file, {}, ""},
                 fmt::format("found no name of the service on the command line; took {} from the "
                             "file's",
                             service.full()));
    return service;
}

Result<std::vector<Described>> readRecorded(const ProfileGenerateRequest& request, std::string text,
                                            Findings& findings) {
    const auto& file = request.recording;
    CAUSEWAY_TRY(const auto recording, recording::Recording::parse(std::move(text), file));
    std::map<std::string_view, std::vector<recording::Tuple>> services;
    for (const auto& tuple : recording.tuples())
        if (!tuple.method.empty())
            services[tuple.service].push_back(tuple);
    std::vector<Described> list;
    const auto wanted = request.service.empty()
                            ? std::string()
                            : profile::serviceNameOf(request.service, request.defaults).full();
    for (const auto& [name, requests] : services) {
        auto service = profile::serviceNameOf(std::string(name), request.defaults);
        if (!wanted.empty() && service.full() != wanted)
            continue;
        auto operations = profile::learnOperations(requests, {request.maxWords}, file, findings);
        findings.add(Severity::Note, "learned", {file, {}, ""},
                     fmt::format("found {} recorded lines of {}; learned {} routes",
                                 requests.size(), service.full(), operations.size()));
        list.push_back({std::move(service), std::move(operations)});
    }
    if (list.empty())
        findings.add(Severity::Error, "no-requests", {file, {}, ""},
                     wanted.empty()
                         ? std::string("found no request; expected at least one")
                         : fmt::format("found no request to {}; expected at least one", wanted));
    return list;
}

Result<std::vector<Described>> describe(const ProfileGenerateRequest& request, Findings& findings) {
    const auto& file = !request.openApi.empty() ? request.openApi
                       : !request.proto.empty() ? request.proto
                                                : request.recording;
    CAUSEWAY_TRY(auto text, readDocument(file));
    if (!request.recording.empty())
        return readRecorded(request, std::move(text), findings);
    const auto service = serviceOf(request, file, findings);
    auto operations = !request.openApi.empty()
                          ? profile::readOpenApi({file, std::move(text), readDocument}, findings)
                          : profile::readProto(
                              {file, std::move(text), request.protoPaths, readDocument}, findings);
    return std::vector<Described>{{service, std::move(operations)}};
}

std::vector<resource::Object> render(const Described& described, ProfileForm form,
                                     Findings& findings) {
    const auto& [service, operations] = described;
    switch (form) {
    case ProfileForm::HttpRoute:
        return profile::toHttpRoutes(operations, service, findings);
    case ProfileForm::GrpcRoute:
        return profile::toGrpcRoutes(operations, service, findings);
    case ProfileForm::ServiceProfile:
        break;
    }
    return {profile::toServiceProfile(operations, service)};
}

} // namespace

Result<Exit> generateProfile(const Options& options, const ProfileGenerateRequest& request,
                             Terminal& terminal) {
    Findings findings;
    CAUSEWAY_TRY(const auto described, describe(request, findings));
    std::vector<resource::Object> objects;
    for (const auto& item : described)
        if (!findings.has(Severity::Error))
            for (auto& object : render(item, request.form, findings))
                objects.push_back(std::move(object));
    findings.sort();
    const auto exit = exitOf(findings, request.strict);
    if (exit != Exit::Fine)
        objects.clear();
    const bool isJson = options.output == Output::Json;
    if (isJson)
        terminal.out << dump({{"objects", jsonOf(objects)}, {"findings", jsonOf(findings)}});
    else
        print(findings, terminal.err);
    if (exit == Exit::Fine && (!isJson || !request.out.empty()))
        CAUSEWAY_CHECK(deliver(objects, request.out, terminal));
    return exit;
}

} // namespace causeway::cli
