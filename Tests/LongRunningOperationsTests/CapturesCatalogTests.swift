import Foundation
import LongRunningOperations
import Testing

/// Real payloads of the services of the catalog, and what each must become.
@Suite(.enabled(if: SharedFolder.has("captures"), "the captures are not beside the package"))
struct CapturesCatalogTests {
    struct Expectation: Sendable, CustomTestStringConvertible {
        var file: String
        var service: ServiceIdentifier
        /// Of each record the state (`requestFailed` for a failed request), a blank and the code of the root cause if any.
        var records: [String]

        init(_ file: String, _ service: String, _ records: String...) {
            self.file = file
            self.service = ServiceIdentifier(service)
            self.records = records
        }

        var testDescription: String { file }
    }

    static let expectations: [Expectation] = [
        Expectation("argo-workflows/workflow-failed-minimal.json", "argo-workflow", "Failed"),
        Expectation("argo-workflows/workflow-running-with-finishedat.json", "argo-workflow", "Running"),
        Expectation("arm/429-too-many-requests.json", "azure-arm-provisioning", "requestFailed TooManyRequests"),
        Expectation(
            "arm/deployment-failed-details-json-in-message.json",
            "azure-arm-provisioning",
            "requestFailed DeploymentFailed"
        ),
        Expectation("aws-batch/describe-jobs.json", "aws-batch", "NotStarted"),
        Expectation("aws-cloudformation/describe-stacks.json", "aws-cloudformation", "Succeeded"),
        Expectation("aws-cloudfront/get-invalidation.json", "aws-cloudfront", "Succeeded"),
        Expectation("aws-codebuild/batch-get-builds.json", "aws-codebuild", "Succeeded", "Succeeded"),
        Expectation("aws-ecs/describe-tasks.json", "aws-ecs-task", "Running"),
        Expectation("aws-emr/describe-step.json", "aws-emr-step", "Succeeded"),
        Expectation("aws-glue/get-job-run.json", "aws-glue", "Succeeded"),
        Expectation("aws-ssm/list-command-invocations.json", "aws-ssm-command", "Succeeded", "Succeeded"),
        Expectation("aws-transcribe/get-transcription-job.json", "aws-transcribe", "Succeeded"),
        Expectation(
            "azure-arm/snapshots-provisioning-states.json",
            "azure-arm-provisioning",
            "Running",
            "Running",
            "Failed",
            "Failed"
        ),
        Expectation("azure-cdn/afd-endpoint-create-202.json", "azure-front-door", "Running"),
        Expectation(
            "azure-devops/release-deployments-phasefailed-first-item.json",
            "azure-devops-release",
            "Failed"
        ),
        Expectation("cloudflare-pages/deployment-success.json", "cloudflare-pages", "Succeeded"),
        Expectation("cloudfoundry/job-complete.json", "cloudfoundry", "Succeeded"),
        Expectation("cloudfoundry/job-failed.json", "cloudfoundry", "Failed"),
        Expectation("cloudfoundry/service-instance-last-operation.json", "cloudfoundry", "Succeeded"),
        Expectation("cloudstack/async-job-success.json", "cloudstack", "Succeeded"),
        Expectation("github-actions/workflow-run-completed.trimmed.json", "github-actions", "Succeeded"),
        Expectation("gitlab/job-failed.trimmed.json", "gitlab", "Failed stuck_or_timeout_failure"),
        Expectation("gitlab/pipeline-success.json", "gitlab", "Succeeded"),
        Expectation("gitlab/pipelines-list-pending.json", "gitlab", "NotStarted", "NotStarted"),
        Expectation(
            "google-compute/operation-done-error-409.json",
            "google-compute",
            "Failed RESOURCE_ALREADY_EXISTS"
        ),
        Expectation("google-compute/operation-done.json", "google-compute", "Succeeded"),
        Expectation("hetzner-cloud/action-error.json", "hetzner-cloud", "Failed action_failed"),
        Expectation(
            "hetzner-cloud/action-success-with-error-object.json",
            "hetzner-cloud",
            "Succeeded action_failed"
        ),
        Expectation("jenkins/build-success.trimmed-from-python.json", "jenkins", "Succeeded"),
        Expectation("ms-graph/richlongrunningoperation-succeeded.json", "microsoft-graph", "Succeeded"),
        Expectation("ms-onedrive/async-job-completed.json", "microsoft-onedrive", "Succeeded"),
        Expectation("ms-onedrive/async-job-inprogress.json", "microsoft-onedrive", "Running"),
        Expectation("openstack-heat/stack-create-complete.json", "openstack-heat", "Succeeded"),
        Expectation("openstack-nova/fault-single-key-wrapper.json", "openstack-nova", "requestFailed 404"),
        Expectation("redfish/task-running-time-without-seconds.json", "redfish-task", "Running"),
        Expectation("scaleway/task-pending-string-progress.json", "scaleway", "NotStarted"),
        Expectation("tekton/taskrun-failed.json", "tekton-run", "Failed Failed"),
        Expectation("tencent-cdn/describe-purge-tasks.json", "tencent-cdn", "Succeeded"),
        Expectation("tencent-cdn/describe-push-tasks.json", "tencent-cdn", "Succeeded"),
        Expectation("terraform-cloud/run-pending.trimmed.json", "terraform-cloud", "NotStarted"),
        Expectation("yandex-cloud/operation-done-list-element.json", "yandex-cloud", "Succeeded"),
    ]

    @Test(arguments: expectations)
    func becomesWhatTheTableSays(_ expectation: Expectation) throws {
        let document = try SharedFolder.bytes(of: "captures/\(expectation.file)")
        let answer = try DocumentAnswer(document, services: [expectation.service])
        let records = answer.records.map { record -> String in
            guard let record else { return "rejected" }
            let reply = record["state"] as? String ?? record["reply"] as? String ?? ""
            let cause = CapturesTests.chain(record["error"]).last { !$0.isEmpty }
            return cause.map { "\(reply) \($0)" } ?? reply
        }
        #expect(records == expectation.records)
    }

    /// A page of documentation that was pasted with a raw line feed in a string.
    @Test func refusesARawControlCharacter() throws {
        let document = try SharedFolder.bytes(of: "captures/aws-athena/get-query-execution.invalid-control-char.json")
        #expect(try DocumentAnswer(document, services: ["aws-athena"]).rejection == "controlCharacter")
    }
}
