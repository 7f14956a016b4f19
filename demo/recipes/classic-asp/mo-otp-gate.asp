<%
' UNTRIED: written with care, run by no test. For classic ASP (VBScript) on IIS; what it must send: ../wire.md.
' <!--#include file="mo-otp-gate.asp"--> in the endpoint and in every gated page; nothing happens on inclusion.
' Save this file in the site's code page. Texts are sent as ASCII with escapes: VBScript keeps Unicode inside,
' so a page in EUC-KR only needs its @CODEPAGE to be right (949).
'
' A gated page:   If Not MoOtpMayEnter("lesson", 9) Then
'                     Response.Status = "403 Forbidden" : ... the gated link ... : Response.End
'                 End If
' The endpoint:   MoOtpEndpoint "lesson", 9
' The login puts Session("ref"), Session("name"), Session("phone"), Session("course") and Session("class").

Const MO_OTP_VERIFIER = "https://otp.example/v1"
Const MO_OTP_ORIGIN = "https://lms.example"
' the secret from outside the document root: never a constant in a page
Function MoOtpSecret()
    MoOtpSecret = CreateObject("WScript.Shell").Environment("SYSTEM")("SITE_SECRET")
End Function

Function MoOtpQuote(text)
    Dim i, c, out
    For i = 1 To Len(text)
        c = AscW(Mid(text, i, 1)) And &HFFFF&
        If c < 32 Or c > 126 Or c = 34 Or c = 92 Then
            out = out & "\u" & Right("000" & Hex(c), 4)
        Else
            out = out & ChrW(c)
        End If
    Next
    MoOtpQuote = """" & out & """"
End Function

Function MoOtpTarget(kind, number)
    Dim numberPart
    If number > 0 Then numberPart = ",""number"":" & number
    MoOtpTarget = """learner"":{""ref"":" & MoOtpQuote(Session("ref")) & ",""name"":" & MoOtpQuote(Session("name")) & _
        ",""phone"":" & MoOtpQuote(Session("phone")) & "},""checkpoint"":{""kind"":" & MoOtpQuote(kind) & _
        ",""course"":" & MoOtpQuote(Session("course")) & ",""class"":" & MoOtpQuote(Session("class")) & numberPart & "}"
End Function

' One member of a flat part of a reply; classic ASP has no JSON parser. Texts of the verifier are compared, never shown.
Function MoOtpMember(json, name)
    Dim re, found
    Set re = New RegExp
    re.Pattern = """" & name & """\s*:\s*(""((?:[^""\\]|\\.)*)""|[^,}\s]+)"
    Set found = re.Execute(json)
    MoOtpMember = ""
    If found.Count > 0 Then
        MoOtpMember = found(0).SubMatches(0)
        If Left(MoOtpMember, 1) = """" Then MoOtpMember = found(0).SubMatches(1)
    End If
End Function

Function MoOtpPart(json, name)
    Dim re, found
    Set re = New RegExp
    re.Pattern = """" & name & """\s*:\s*(\{[^{}]*\})"
    Set found = re.Execute(json)
    If found.Count > 0 Then MoOtpPart = found(0).SubMatches(0) Else MoOtpPart = ""
End Function

Sub MoOtpFail(cause)
    Response.AppendToLog "mo-otp-gate:" & Replace(cause, " ", "+")
    Err.Raise vbObjectError + 503, "mo-otp-gate", cause
End Sub

Function MoOtpPost(path, body)
    Dim http
    ' ServerXMLHTTP checks certificates; its option 2 (SXH_OPTION_IGNORE_SERVER_SSL_CERT_ERROR_FLAGS) stays as it is
    Set http = Server.CreateObject("MSXML2.ServerXMLHTTP.6.0")
    http.setTimeouts 5000, 5000, 5000, 5000
    On Error Resume Next
    http.open "POST", MO_OTP_VERIFIER & path, False
    http.setRequestHeader "Content-Type", "application/json"
    http.setRequestHeader "Authorization", "Bearer " & MoOtpSecret()
    http.send body
    Dim number, description
    number = Err.Number
    description = Err.Description
    On Error GoTo 0
    Select Case number
        Case 0
        Case -2147012894 MoOtpFail path & ": time-out after 5 s"
        Case -2147012889 MoOtpFail path & ": DNS: the name of the verifier is unknown"
        Case -2147012867 MoOtpFail path & ": refused connection"
        Case -2147012851, -2147012858 MoOtpFail path & ": TLS: the certificate is not trusted"
        Case -2147012721, -2146893018 MoOtpFail path & ": TLS: no common version; is Windows older than TLS 1.2?"
        Case Else MoOtpFail path & ": " & description
    End Select
    If http.status <> 200 Then
        Dim hint
        Select Case http.status
            Case 401 hint = " (is SITE_SECRET the secret of this site?)"
            Case 403 hint = " (is MO_OTP_ORIGIN an origin that is registered for this site?)"
            Case 404 hint = " (does MO_OTP_VERIFIER end with its version, /v1?)"
        End Select
        ' the verifier's id of the request, which its own log has too
        hint = hint & " (request " & http.getResponseHeader("X-Request-Id") & ")"
        MoOtpFail path & " replied " & http.status & " " & MoOtpMember(http.responseText, "code") & ": " & _
            MoOtpMember(http.responseText, "detail") & hint
    End If
    MoOtpPost = http.responseText
End Function

' Grants in the session: kind|course|class|number|scope|end, one a line.
Function MoOtpPlace(kind, number)
    MoOtpPlace = kind & "|" & Session("course") & "|" & Session("class") & "|" & number
End Function

Function MoOtpGranted(kind, number)
    Dim one, parts, days
    MoOtpGranted = False
    For Each one In Split(Session("mo-otp-grants"), vbLf)
        parts = Split(one, "|")
        If UBound(parts) = 5 Then
            If CDate(parts(5)) > Now Then
                days = parts(0) & "|" & parts(1) & "|" & parts(2)
                If MoOtpPlace(kind, number) = days & "|" & parts(3) Then MoOtpGranted = True
                ' a day covers every number of the kind
                If parts(4) = "day" And MoOtpPlace(kind, "") = days & "|" Then MoOtpGranted = True
            End If
        End If
    Next
End Function

Function MoOtpMayEnter(kind, number)
    MoOtpMayEnter = True
    If MoOtpGranted(kind, number) Then Exit Function
    Dim reply
    reply = MoOtpPost("/sessions", "{" & MoOtpTarget(kind, number) & ",""dry"":true}")
    MoOtpMayEnter = (MoOtpMember(reply, "required") = "false")
End Function

Function MoOtpRedeem(token, kind, number)
    Dim reply, place, expected, grant, scope, seconds
    MoOtpRedeem = False
    reply = MoOtpPost("/siteverify", "{""token"":" & MoOtpQuote(token) & "}")
    If MoOtpMember(reply, "success") <> "true" Then Exit Function
    If MoOtpMember(MoOtpPart(reply, "learner"), "ref") <> Session("ref") Then Exit Function
    place = MoOtpPart(reply, "checkpoint")
    expected = MoOtpMember(place, "number")
    If expected = "" Then expected = "0"
    place = MoOtpMember(place, "kind") & "|" & MoOtpMember(place, "course") & "|" & MoOtpMember(place, "class")
    If place & "|" & expected <> MoOtpPlace(kind, number) Then Exit Function
    grant = MoOtpPart(reply, "grant")
    scope = MoOtpMember(grant, "scope")
    seconds = MoOtpMember(grant, "expiresIn")
    If scope = "" Then scope = "entry"
    If seconds = "" Then seconds = 14400
    Session("mo-otp-grants") = Session("mo-otp-grants") & vbLf & MoOtpPlace(kind, number) & "|" & scope & "|" & _
        DateAdd("s", CLng(seconds), Now)
    MoOtpRedeem = True
End Function

' When the learner submits an exam or an assignment: the next entry is verified again.
Sub MoOtpEndEntry(kind, number)
    Dim one, left_
    For Each one In Split(Session("mo-otp-grants"), vbLf)
        If InStr(one, MoOtpPlace(kind, number) & "|entry|") <> 1 Then left_ = left_ & vbLf & one
    Next
    Session("mo-otp-grants") = left_
End Sub

Sub MoOtpEndpoint(kind, number)
    Dim reply, stream, body
    Response.AddHeader "Cache-Control", "no-store"
    If Session("ref") = "" Then Response.Status = "401 Unauthorized" : Exit Sub
    On Error Resume Next
    If Request.ServerVariables("REQUEST_METHOD") = "GET" Then
        Response.ContentType = "application/json"
        If MoOtpGranted(kind, number) Then
            Response.Write "{""required"":false}"
        Else
            body = "{" & MoOtpTarget(kind, number) & ",""origin"":" & MoOtpQuote(MO_OTP_ORIGIN) & "}"
            reply = MoOtpPost("/sessions", body)
            If Err.Number <> 0 Then Response.Status = "503 Service Unavailable" : Exit Sub
            If MoOtpMember(reply, "required") = "false" Then
                Response.Write "{""required"":false}"
            Else
                Response.Write "{""required"":true,""session"":" & MoOtpQuote(MoOtpMember(reply, "session")) & "}"
            End If
        End If
        Exit Sub
    End If
    ' JSON only: what a form of another site cannot send
    If InStr(Request.ServerVariables("CONTENT_TYPE"), "application/json") <> 1 Then
        Response.Status = "415 Unsupported Media Type"
        Exit Sub
    End If
    Set stream = Server.CreateObject("ADODB.Stream")
    stream.Type = 1
    stream.Open
    stream.Write Request.BinaryRead(Request.TotalBytes)
    stream.Position = 0
    stream.Type = 2
    stream.Charset = "utf-8"
    body = stream.ReadText
    reply = MoOtpRedeem(MoOtpMember(body, "token"), kind, number)
    If Err.Number <> 0 Then Response.Status = "503 Service Unavailable" : Exit Sub
    If reply Then Response.Status = "204 No Content" Else Response.Status = "403 Forbidden"
End Sub
%>
