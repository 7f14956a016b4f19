<?php require './common.php'; ?>
<html lang="ko">
<head>
<title>강의 목록</title>
<script src="<?= getenv('GATE_ASSETS') ?>/loader.js" data-verifier="<?= getenv('VERIFIER_URL') ?>" async></script>
<script>
function openOtp(no) {
    document.go.setAttribute('data-mo-otp-gate', 'gate.php?no=' + no);
    window.open('otp_popup.php?no=' + no, 'otp', 'width=420,height=320');
}
// a learner who closes the gate goes on: it is only observed
document.addEventListener('mo-otp-close', function (event) {
    if (!event.detail.verified) HTMLFormElement.prototype.submit.call(document.go);
});
</script>
</head>
<body>
<h1>강의 목록</h1>
<?php foreach (array(1, 2, 9) as $no) { ?>
<p><a href="javascript:openOtp(<?= $no ?>)"><?= $no ?>차시</a></p>
<?php } ?>
<form name="go" method="post" action="lesson.php" data-mo-otp-gate="gate.php">
<input type="hidden" name="no">
<input type="hidden" name="verified">
</form>
</body>
</html>
