import Foundation
import LongRunningOperations
import Testing

/// Without a service named, a document is taken for its own service, for a family of it, or for none: never for another.
@Suite struct CapturesDetectionTests {
    /// The services that the payloads of a folder are of; where there are several, a payload may be of any.
    static let folders: [String: [String]] = [
        "argo-workflows": ["argo-workflow"],
        "arm": ["azure-arm-async", "azure-arm-provisioning"],
        "aws-athena": ["aws-athena"],
        "aws-batch": ["aws-batch"],
        "aws-cloudformation": ["aws-cloudformation"],
        "aws-cloudfront": ["aws-cloudfront"],
        "aws-codebuild": ["aws-codebuild"],
        "aws-dms": [],
        "aws-ecs": ["aws-ecs-task"],
        "aws-emr": ["aws-emr-step"],
        "aws-glue": ["aws-glue"],
        "aws-imagebuilder": ["aws-imagebuilder"],
        "aws-mediaconvert": [],
        "aws-organizations": ["aws-organizations-account"],
        "aws-ssm": ["aws-ssm-command"],
        "aws-transcribe": ["aws-transcribe"],
        "azure-arm": ["azure-arm-async", "azure-arm-provisioning"],
        "azure-cdn": ["azure-front-door", "azure-arm-provisioning"],
        "azure-core": ["azure-core"],
        "azure-devops": ["azure-devops-operation", "azure-devops-release", "azure-devops-clone-operation"],
        "china-cdn": ["azure-cdn-china"],
        "cloudflare-pages": ["cloudflare-pages"],
        "cloudfoundry": ["cloudfoundry"],
        "cloudstack": ["cloudstack"],
        "devcenter": ["azure-devcenter"],
        "device-update": ["azure-device-update"],
        "elasticsearch": ["elasticsearch-task"],
        "github-actions": ["github-actions"],
        "gitlab": ["gitlab"],
        "google-compute": ["google-compute"],
        "hetzner-cloud": ["hetzner-cloud"],
        "jenkins": ["jenkins"],
        "ms-graph": ["microsoft-graph"],
        "ms-onedrive": ["microsoft-onedrive"],
        "ms-rest-guidelines": ["azure-core"],
        "openstack-heat": ["openstack-heat"],
        "openstack-nova": ["openstack-nova"],
        "redfish": ["redfish-task"],
        "rfc9457": [],
        "scaleway": ["scaleway"],
        "tekton": ["tekton-run"],
        "tencent-cdn": ["tencent-cdn"],
        "terraform-cloud": ["terraform-cloud"],
        "yandex-cloud": ["yandex-cloud"],
    ]

    /// Families whose shapes many services share.
    static let shared = ["json-error", "rfc9457", "google-rpc-status", "azure-core"]

    static func accepts(_ found: String, of services: [String]) -> Bool {
        if services.contains(found) || shared.contains(found) { return true }
        return services.contains { service in
            MappingCatalog.builtIn.definition(service)?.ancestors.contains(found) == true
        }
    }

    @Test(arguments: Sample.all)
    func takesASampleForNoOtherService(_ sample: Sample) throws {
        for record in try DocumentAnswer(sample.document).records {
            guard let found = record?["service"] as? String else { continue }
            #expect(Self.accepts(found, of: [sample.service]), "\(sample.testDescription) taken for \(found)")
        }
    }

    @Test(
        .enabled(if: SharedFolder.has("captures"), "the captures are not beside the package"),
        arguments: folders.keys.sorted()
    )
    func takesACaptureForNoOtherService(_ folder: String) throws {
        for file in SharedFolder.names(in: "captures/\(folder)") {
            let document = try SharedFolder.bytes(of: "captures/\(folder)/\(file)")
            for record in try DocumentAnswer(document).records {
                guard let found = record?["service"] as? String else { continue }
                #expect(Self.accepts(found, of: Self.folders[folder] ?? []), "\(folder)/\(file) taken for \(found)")
            }
        }
    }

    @Test(.enabled(if: SharedFolder.has("captures"), "the captures are not beside the package"))
    func knowsEveryFolder() {
        let folders = SharedFolder.names(in: "captures").filter { !$0.contains(".") && $0 != "envelopes" }
        #expect(folders.filter { Self.folders[$0] == nil }.isEmpty)
    }

    /// Where several claim a document, the message names them all.
    @Test func namesTheClaimants() throws {
        for sample in Sample.all {
            let plan = try PlanCache.plan(for: [])
            let conversion = Conversion(sample.document, converter: DocumentConverter(plan: plan))
            for fault in conversion.faults where fault.code == .severalServicesMatch {
                #expect(fault.message.contains(", "), "\(sample.testDescription): \(fault.message)")
            }
        }
    }
}
