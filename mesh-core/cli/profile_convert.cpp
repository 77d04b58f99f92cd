// SPDX-License-Identifier: Apache-2.0
#include "cli/profile.h"
#include "cli/profile_output.h"
#include "resource/parse.h"

#include <nlohmann/json.hpp>
#include <spdlog/fmt/fmt.h>

#include <algorithm>

namespace causeway::cli {
namespace {

using profile::Conversion;
using profile::Fate;
using Json = nlohmann::ordered_json;

void append(Conversion& all, Conversion more) {
    std::ranges::move(more.objects, std::back_inserter(all.objects));
    std::ranges::move(more.report, std::back_inserter(all.report));
}

Conversion convert(const std::vector<resource::Object>& objects,
                   const ProfileConvertRequest& request) {
    Conversion all;
    if (request.form == ProfileForm::ServiceProfile) {
        append(all, profile::toProfiles(objects, request.clusterDomain));
        return all;
    }
    const auto kind = request.form == ProfileForm::HttpRoute ? profile::RouteKind::Http
                                                             : profile::RouteKind::Grpc;
    for (const auto& object : objects)
        if (object.as<resource::ServiceProfile>())
            append(all, profile::toRoutes(object, kind));
    return all;
}

std::size_t count(const Conversion& conversion, Fate fate) {
    return static_cast<std::size_t>(
        std::ranges::count(conversion.report, fate, &profile::Carried::fate));
}

Json jsonOf(const Conversion& conversion) {
    auto report = Json::array();
    for (const auto& [fate, object, field, why] : conversion.report)
        report.push_back({{"fate", profile::name(fate)},
                          {"object", object},
                          {"field", field.empty() ? Json() : Json(field)},
                          {"why", why.empty() ? Json() : Json(why)}});
    return {{"objects", cli::jsonOf(conversion.objects)},
            {"report", std::move(report)},
            {"exact", count(conversion, Fate::Exact)},
            {"changed", count(conversion, Fate::Changed)},
            {"lost", count(conversion, Fate::Lost)}};
}

// What is exact without a word is not worth a line.
void print(const Conversion& conversion, std::ostream& stream) {
    for (const auto& [fate, object, field, why] : conversion.report)
        if (!why.empty())
            stream << fmt::format("{:<8} {}{}{}: {}\n", profile::name(fate), object,
                                  field.empty() ? "" : " ", field, why);
    stream << fmt::format("{} exact, {} changed, {} lost\n", count(conversion, Fate::Exact),
                          count(conversion, Fate::Changed), count(conversion, Fate::Lost));
}

} // namespace

Result<Exit> convertProfiles(const Options& options, const ProfileConvertRequest& request,
                             Terminal& terminal) {
    std::vector<resource::Object> objects;
    for (const auto& file : request.files) {
        CAUSEWAY_TRY(const auto text, readDocument(file));
        auto parsed = resource::parseObjects(text, file);
        if (!parsed) {
            terminal.err << parsed.error().describe() << '\n';
            return Exit::Findings;
        }
        std::ranges::move(*parsed, std::back_inserter(objects));
    }
    const auto conversion = convert(objects, request);
    if (conversion.objects.empty()) {
        terminal.err << fmt::format("causewayctl: found nothing to convert; expected {}\n",
                                    request.form == ProfileForm::ServiceProfile
                                        ? "an HTTPRoute or a GRPCRoute of a Service"
                                        : "a ServiceProfile");
        return Exit::Findings;
    }
    const bool isJson = options.output == Output::Json;
    if (isJson)
        terminal.out << dump(jsonOf(conversion));
    else
        print(conversion, terminal.err);
    if (!isJson || !request.out.empty())
        CAUSEWAY_CHECK(deliver(conversion.objects, request.out, terminal));
    const bool isWorse =
        conversion.has(Fate::Lost) || (request.strict && conversion.has(Fate::Changed));
    return isWorse ? Exit::Findings : Exit::Fine;
}

} // namespace causeway::cli
